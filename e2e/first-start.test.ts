/** What somebody sees who has just installed it, until this machine has its group. */
import { expect, type Page } from '@playwright/test';
import { expectNoViolations } from './fixtures/axe.ts';
import { digitsOf, shownInvite } from './fixtures/invite.ts';
import { test } from './fixtures/office.ts';
import { goTo, syncPill } from './fixtures/window.ts';

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
const nameField = (page: Page) => page.getByRole('textbox', { name: 'Name of this machine' });
const codeField = (page: Page) => page.getByRole('textbox', { name: 'Invite code' });
const groupsToLookAt = (page: Page) => page.getByTestId('typed-groups').locator('[data-wrong]');
const thisMachine = (page: Page) => page.getByRole('button', { name: /^This machine: / });

/** Another letter in the third group of four. */
function mistyped(code: string): string {
  const at = 9;
  return code.slice(0, at) + (code[at] === 'A' ? 'B' : 'A') + code.slice(at + 1);
}

test('[GR7] one machine starts a group, and another joins it by the code that was shown', async ({ office }) => {
  const [anna, ben] = await Promise.all([office.openPlain(), office.openPlain()]);
  await expect(heading(anna.page, 'Grapevine')).toBeVisible();
  await expect(nameField(anna.page)).not.toHaveValue('');
  await expect(anna.page.getByRole('img', { name: 'The invite code as a QR code' })).toBeVisible();
  const code = await shownInvite(anna.page);
  expect(code).toHaveLength(32);
  await nameField(anna.page).fill('Front desk');
  await anna.page.getByRole('button', { name: 'Start this group' }).click();
  await expect(heading(anna.page, 'State')).toBeVisible();
  await expect(anna.page.getByRole('button', { name: 'Private group' })).toBeVisible();
  await expect(thisMachine(anna.page)).toContainText('Front desk');

  await nameField(ben.page).fill('Workshop');
  await codeField(ben.page).fill(code);
  await ben.page.getByRole('button', { name: 'Join the group' }).click();
  await expect(heading(ben.page, 'State')).toBeVisible();
  await expect(syncPill(ben.page)).toContainText('In sync with 1 peer');
  await expect(syncPill(anna.page)).toContainText('In sync with 1 peer');

  await goTo(ben.page, 'Settings');
  await ben.page.getByRole('button', { name: 'Show invite code' }).click();
  await expect(ben.page.getByTestId('invite-code')).toHaveText(digitsOf(code));
});

test('[GR1] a mistyped code names its group of four and marks it, an unfinished one is no mistake until it is sent', async ({
  office,
}) => {
  const { page } = await office.openPlain();
  const code = await shownInvite(page);
  const alert = page.getByRole('alert');

  await codeField(page).fill(code.slice(0, 20));
  await expect(page.getByTestId('typed-groups')).toContainText(code.slice(16, 20));
  await expect(alert).toBeHidden();
  await codeField(page).press('Enter');
  await expect(alert).toContainText('20 letters and digits instead of 32');
  await expect(codeField(page)).toBeFocused();
  await expect(codeField(page)).toHaveAttribute('aria-invalid', 'true');

  await codeField(page).fill(`${code.slice(0, 5)}U`);
  await expect(alert).toContainText('"U" is in no invite code: look at the second group of four.');

  await codeField(page).fill(mistyped(code));
  await expect(alert).toContainText('look at the third group of four');
  await expect(groupsToLookAt(page)).toHaveText([mistyped(code).slice(8, 12)]);
  await expectNoViolations(page);

  await codeField(page).fill(code.toLowerCase());
  await expect(alert).toBeHidden();
  await expect(groupsToLookAt(page)).toHaveCount(0);
});

test('[UI] a name that cannot be is refused beside its field, and nothing has begun', async ({ office }) => {
  const { page } = await office.openPlain();
  await nameField(page).fill('');
  await page.getByRole('button', { name: 'Use the open group' }).click();
  await expect(nameField(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(nameField(page)).toBeFocused();
  await expectNoViolations(page);
  await nameField(page).fill('Front desk');
  await expect(nameField(page)).not.toHaveAttribute('aria-invalid');
  await expect(heading(page, 'Grapevine')).toBeVisible();
});

test('[GR7] an open group is chosen by the keyboard, is remembered, and its badge leads to what it means', async ({
  office,
}) => {
  const first = await office.openPlain();
  await expectNoViolations(first.page);
  await first.page.getByRole('button', { name: 'Use the open group' }).press('Enter');
  await expect(heading(first.page, 'State')).toBeVisible();
  await first.app.close();

  const { page } = await office.openPlain(first.profile);
  await expect(heading(page, 'State')).toBeVisible();
  await page.getByRole('button', { name: 'Open group' }).press('Enter');
  await expect(heading(page, 'Settings')).toBeVisible();
  await expect(page.getByRole('heading', { level: 3, name: 'This is an open group' })).toBeVisible();
});
