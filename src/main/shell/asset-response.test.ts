import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerAsset } from './asset-response.ts';
import { CONTENT_SECURITY_POLICY } from './content-security-policy.ts';

let folder: string;
let root: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grapevine-assets-'));
  root = join(folder, 'renderer');
  await mkdir(join(root, 'folder.js'), { recursive: true });
  await writeFile(join(root, 'index.html'), '<p>here</p>');
  await writeFile(join(folder, 'secret.json'), '{}');
});

afterAll(() => rm(folder, { recursive: true }));

const statusOf = async (method: string, url: string): Promise<number> => (await answerAsset(method, url, root)).status;

describe('answerAsset', () => {
  it('[ARCH] serves a file with its type and the policy', async () => {
    const response = await answerAsset('GET', 'app://grapevine/index.html', root);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<p>here</p>');
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(response.headers.get('Content-Security-Policy')).toBe(CONTENT_SECURITY_POLICY);
  });

  it.each(['app://grapevine/missing.js', 'app://grapevine/folder.js', 'app://grapevine/..%2fsecret.json'])(
    '[ARCH] has nothing at %s',
    async (url) => expect(await statusOf('GET', url)).toBe(404),
  );

  it('[ARCH] answers nothing but GET', async () => {
    expect(await statusOf('POST', 'app://grapevine/index.html')).toBe(404);
  });
});
