import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { readChoice } from './invite-source.ts';

const CODE = '0400-20G3-0G2G-C1R8-1450-P30D-1R7Q-57WV';
const joining = (code: string) => ({ ok: true, value: { kind: 'join', code } });

it('[GR1] an invite code comes from standard input, in pieces and with whatever follows its line', async () => {
  for (const pieces of [[CODE], [CODE.slice(0, 9), `${CODE.slice(9)}\n`], ['\n', CODE, '\n']])
    expect(await readChoice({ kind: 'join-input' }, Readable.from(pieces))).toEqual(joining(CODE));
});

it('[LM1] no more of standard input is read than a code can have', async () => {
  let read = 0;
  const endless = Readable.from(
    (function* () {
      for (;;) {
        read += 1;
        yield 'x'.repeat(1_000);
      }
    })(),
  );
  expect(await readChoice({ kind: 'join-input' }, endless)).toMatchObject({ ok: true });
  expect(read).toBeLessThan(100);
});

it('[GR1] an invite code comes from a file, of which only the beginning is read', async () => {
  await using folder = await tempFolder();
  const path = join(folder.path, 'invite.txt');
  await writeFile(path, `  ${CODE}\r\n`);
  expect(await readChoice({ kind: 'join-file', path })).toEqual(joining(CODE));
  await writeFile(path, 'x'.repeat(100_000));
  const long = await readChoice({ kind: 'join-file', path });
  expect(long.ok && long.value.kind === 'join' && long.value.code.length).toBe(4_096);
});

it('[GR1] a file that cannot be read is named', async () => {
  const choice = await readChoice({ kind: 'join-file', path: '/nowhere/invite.txt' });
  expect(choice).toMatchObject({ ok: false, error: expect.stringContaining('/nowhere/invite.txt') as string });
});
