import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { apart, runsApart } from './apart.mjs';

describe('a network of its own', () => {
  it('[SETUP] has loopback, which is up, and nothing else', ({ skip }) => {
    if (runsApart() === 1) skip('this needs root on Linux and two cores');
    const [command, args] = apart('ip', ['-brief', 'link']);
    const links = execFileSync(command, args, { encoding: 'utf8' }).trim().split('\n');
    expect(links).toEqual([expect.stringMatching(/^lo .*<LOOPBACK,UP,LOWER_UP>/)]);
  });

  it('[SETUP] hands on what the command comes to', ({ skip }) => {
    if (runsApart() === 1) skip('this needs root on Linux and two cores');
    const [command, args] = apart('sh', ['-c', 'exit "$1"', 'sh', '7']);
    expect(() => execFileSync(command, args)).toThrow(expect.objectContaining({ status: 7 }));
  });
});
