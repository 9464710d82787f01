import { describe, expect, it } from 'vitest';
import { APP_PAGE, developmentPage, isOwnPage, mayLoad, mayNavigate } from './navigation.ts';

const DEVELOPMENT = new URL('http://localhost:5173/');

describe('developmentPage', () => {
  it('[ARCH] takes a server on this machine', () => {
    expect(developmentPage(false, 'http://localhost:5173')?.href).toBe('http://localhost:5173/');
    expect(developmentPage(false, 'http://[::1]:5173')?.host).toBe('[::1]:5173');
  });

  it.each([
    'http://example.org',
    'https://localhost',
    'file:///etc/passwd',
    'http://localhost.example.org',
    'nonsense',
  ])('[ARCH] refuses %s', (url) => expect(developmentPage(false, url)).toBeNull());

  it('[ARCH] does not exist in a package or without the variable', () => {
    expect(developmentPage(true, 'http://localhost:5173')).toBeNull();
    expect(developmentPage(false, undefined)).toBeNull();
  });
});

describe('isOwnPage', () => {
  it('[ARCH] knows the built page', () => {
    expect(isOwnPage(APP_PAGE, null)).toBe(true);
    expect(isOwnPage(`${APP_PAGE}#/history`, null)).toBe(true);
  });

  it.each([
    'app://other/index.html',
    'app://grapevine.example.org/',
    'http://grapevine/',
    'about:blank',
    'data:text/html,x',
    '',
  ])('[ARCH] does not take %j for it', (url) => expect(isOwnPage(url, null)).toBe(false));

  it('[ARCH] in development knows only the server', () => {
    expect(isOwnPage('http://localhost:5173/index.html', DEVELOPMENT)).toBe(true);
    expect(isOwnPage('http://localhost:5174/', DEVELOPMENT)).toBe(false);
    expect(isOwnPage(APP_PAGE, DEVELOPMENT)).toBe(false);
  });
});

describe('mayLoad', () => {
  it('[ARCH] lets our own files through', () => {
    expect(mayLoad('app://grapevine/assets/index.js', null)).toBe(true);
  });

  it.each([
    'http://localhost:5173/',
    'https://example.org/',
    'ws://localhost:5173/',
    'file:///etc/passwd',
    'app://other/x.js',
    'ftp://x',
    'x',
  ])('[ARCH] refuses %s', (url) => expect(mayLoad(url, null)).toBe(false));

  it('[ARCH] in development adds the server and its socket, nothing else', () => {
    expect(mayLoad('http://localhost:5173/src/main.tsx', DEVELOPMENT)).toBe(true);
    expect(mayLoad('ws://localhost:5173/', DEVELOPMENT)).toBe(true);
    expect(mayLoad('http://localhost:80/', DEVELOPMENT)).toBe(false);
    expect(mayLoad('file://localhost:5173/etc/passwd', DEVELOPMENT)).toBe(false);
  });
});

describe('mayNavigate', () => {
  it('[ARCH] keeps the built page where it is', () => {
    expect(mayNavigate(APP_PAGE, null)).toBe(false);
    expect(mayNavigate('https://example.org/', null)).toBe(false);
  });

  it('[ARCH] in development lets the server reload its page', () => {
    expect(mayNavigate('http://localhost:5173/', DEVELOPMENT)).toBe(true);
    expect(mayNavigate('https://example.org/', DEVELOPMENT)).toBe(false);
  });
});
