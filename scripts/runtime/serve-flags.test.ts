import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ROOT } from '../lib/paths.mjs';
import { SERVE_FLAGS } from './serve-flags.mjs';

it('[SETUP] the grapevine command and npm start run a node with the same flags', () => {
  const command = readFileSync(`${ROOT}/bin/grapevine`, 'utf8');
  const [, flags] = /"\$electron" (--.*) "\$root/.exec(command) ?? [];
  expect(flags?.split(' ')).toEqual(SERVE_FLAGS);
});
