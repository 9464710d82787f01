import { describe, expect, it } from 'vitest';
import { resolveAsset } from './asset-path.ts';

const ROOT = '/opt/grapevine/out/renderer';

describe('resolveAsset', () => {
  it.each([
    ['index.html', 'text/html; charset=utf-8'],
    ['assets/index-1a2b.js', 'text/javascript; charset=utf-8'],
    ['assets/style.css', 'text/css; charset=utf-8'],
    ['assets/inter.woff2', 'font/woff2'],
    ['assets/mark.svg', 'image/svg+xml'],
  ])('[ARCH] serves %s with its type', (path, contentType) => {
    expect(resolveAsset(`app://grapevine/${path}`, ROOT)).toEqual({ path: `${ROOT}/${path}`, contentType });
  });

  it('[ARCH] ignores query and fragment, and decodes once', () => {
    expect(resolveAsset('app://grapevine/a%20b.css?v=1#x', ROOT)?.path).toBe(`${ROOT}/a b.css`);
    expect(resolveAsset('app://grapevine/%2525.css', ROOT)?.path).toBe(`${ROOT}/%25.css`);
  });

  it.each([
    'app://grapevine/../main/index.js',
    'app://grapevine/assets/../../main/index.js',
    'app://grapevine/%2e%2e/main/index.js',
    'app://grapevine/..%2fmain%2findex.js',
    'app://grapevine/%2e%2e%2f%2e%2e%2fpackage.json',
    'app://grapevine/..%5cmain%5cindex.js',
    'app://grapevine//etc/hosts.json',
  ])('[ARCH] never leaves its folder: %s', (url) => {
    expect(resolveAsset(url, ROOT)?.path ?? `${ROOT}/`).toMatch(new RegExp(`^${ROOT}/`));
  });

  it.each([
    'app://grapevine/..%2fmain%2findex.js',
    'app://grapevine/..%2frenderer-other%2findex.js',
    'app://grapevine/..%5cmain%5cindex.js',
    'app://grapevine/index.html%00.js',
    'app://grapevine/%zz.js',
    'app://grapevine/',
    'app://grapevine/assets',
    'app://grapevine/index.js.map',
    'app://other/index.html',
    'http://grapevine/index.html',
    'nonsense',
  ])('[ARCH] refuses %s', (url) => {
    expect(resolveAsset(url, ROOT)).toBeNull();
  });
});
