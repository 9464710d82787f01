import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** Loads the peer application in a process of its own, makes one, and tells which modules came with it. */
const SCRIPT = `
  import { createRequire } from 'node:module';
  const { createPeerApp } = await import(process.argv[1]);
  const { DEFAULT_HTTP_LIMITS } = await import(process.argv[2]);
  createPeerApp({}, { allowedHostNames: [], limits: DEFAULT_HTTP_LIMITS });
  console.log(Object.keys(createRequire(process.argv[1]).cache).join('\\n'));
`;

it('[LM2] making the peer application loads no JSON Schema compiler', async () => {
  const files = ['peer-app.ts', 'limits.ts'].map((name) => new URL(name, import.meta.url).href);
  const args = ['--input-type=module', '--eval', SCRIPT, ...files];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  const loaded = stdout.split('\n').filter((file) => file.includes('node_modules'));
  expect(loaded.some((file) => file.endsWith('fastify.js'))).toBe(true);
  expect(loaded.filter((file) => /[\\/](ajv|ajv-compiler)[\\/]/.test(file))).toEqual([]);
});
