/** Machines of a private group, and one that does not belong to it. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { expectNoViolations } from './fixtures/axe.ts';
import { inviteOf } from './fixtures/invite.ts';
import { test } from './fixtures/office.ts';
import { secretIn } from '../src/main/testing/group-kit.ts';
import { goTo } from './fixtures/window.ts';

interface Process {
  pid: string;
  /** Command line and environment. */
  started: string;
}

/** All processes below this one. */
async function descendants(pid: number): Promise<Process[]> {
  const parents = new Map<string, string>();
  for (const name of await readdir('/proc')) {
    const status = /^\d+$/.test(name) ? await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '') : '';
    const parent = /^\d+ \(.*\) \S (\d+) /s.exec(status)?.[1];
    if (parent !== undefined) parents.set(name, parent);
  }
  const isBelow = (name: string | undefined): boolean =>
    name !== undefined && (parents.get(name) === String(pid) || isBelow(parents.get(name)));
  const startOf = (name: string): Promise<string[]> =>
    Promise.all(['cmdline', 'environ'].map((file) => readFile(`/proc/${name}/${file}`, 'latin1').catch(() => '')));
  const found = [...parents.keys()].filter(isBelow);
  return Promise.all(found.map(async (name) => ({ pid: name, started: (await startOf(name)).join('\n') })));
}

test('[GR6] no process of the window is given a secret, and the page gets none', async ({ office }) => {
  test.skip(process.platform !== 'linux', 'Only Linux has /proc.');
  const first = await office.serve({ name: 'Reception', group: ['--new-group'] });
  const code = (await inviteOf(first.profile)).trim();
  const { app, page, profile } = await office.open({ name: 'Workshop', group: ['--join', code] });
  const secret = await secretIn(profile);
  const token = (await readFile(join(profile, 'api-token'), 'utf8')).trim();
  const children = await descendants(app.process().pid ?? 0);
  expect(children.filter(({ started }) => started.includes('--type=')).length).toBeGreaterThan(2);
  const shown = await page.evaluate(async () => JSON.stringify(await window.grapevine.getSnapshot()));
  expect(shown).toContain('Workshop');
  for (const text of [secret, code, token]) {
    expect(children.filter(({ started }) => started.includes(text)).map(({ pid }) => pid)).toEqual([]);
    expect(shown).not.toContain(text);
  }
});

test('[GR7] a window that joined by an invite code agrees with its group, says that it is private, and leaves others alone', async ({
  office,
}) => {
  const first = await office.serve({ name: 'Reception', group: ['--new-group'] });
  const file = join(first.profile, 'invite.txt');
  await writeFile(file, await inviteOf(first.profile));
  await office.serve({ name: 'Somebody else' });
  const { page } = await office.open({ name: 'Workshop', group: ['--join-file', file] });
  await expect(page.getByRole('button', { name: 'Private group' })).toBeVisible();
  await expect(page.getByTestId('sync-pill')).toHaveText(/In sync with 1 peer/);
  await goTo(page, 'Peers');
  await expect(page.getByTestId('peer-row')).toHaveCount(1);
  await expect(page.getByTestId('peer-row')).toContainText('Reception');
  await expectNoViolations(page);
});
