/** Machines of a private group, and one that does not belong to it. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { test } from './fixtures/office.ts';
import { ELECTRON, ROOT } from './fixtures/program.ts';
import { goTo } from './fixtures/window.ts';

async function inviteOf(profile: string): Promise<string> {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const argv = ['out/main/cli.js', 'invite', '--profile', profile];
  const { stdout } = await promisify(execFile)(ELECTRON, argv, { cwd: ROOT, env });
  return stdout;
}

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
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
  }
});
