/** What can be done with a group in Settings, and who is kept out of it. */
import { expect, type Page } from '@playwright/test';
import { expectNoViolations } from './fixtures/axe.ts';
import { digitsOf, inviteOf, shownInvite } from './fixtures/invite.ts';
import { test, type Machine, type Office } from './fixtures/office.ts';
import { entryRow, goTo, peerRow, syncPill, writeNewEntry } from './fixtures/window.ts';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const dialog = (page: Page) => page.getByRole('dialog');
const keyChange = (page: Page) => page.getByTestId('key-change');

interface Group {
  anna: Machine;
  /** As options. */
  group: string[];
}

/** A window in a private group of its own, and how others join it. */
async function openGroup(office: Office): Promise<Group> {
  const anna = await office.open({ name: 'anna', group: ['--new-group'] });
  const file = join(anna.profile, 'invite.txt');
  await writeFile(file, await inviteOf(anna.profile));
  return { anna, group: ['--join-file', file] };
}

async function showInvite(page: Page): Promise<string> {
  await goTo(page, 'Settings');
  await button(page, 'Show invite code').click();
  await expect(page.getByTestId('invite-code')).toBeVisible();
  return shownInvite(page);
}

async function changeKey(page: Page, handing: string): Promise<void> {
  await goTo(page, 'Settings');
  await button(page, 'Change the key…').click();
  await dialog(page).getByText(handing, { exact: true }).click();
  await expect(dialog(page).getByRole('radio', { name: handing })).toBeChecked();
  await dialog(page).getByRole('button', { name: 'Change the key' }).click();
  await expect(dialog(page)).toBeHidden();
}

test('[GR6] the invite code is in the window only while it is asked for', async ({ office }) => {
  const { anna } = await openGroup(office);
  const { page } = anna;
  await goTo(page, 'Settings');
  await expect(page.getByTestId('invite-code')).toBeHidden();
  const code = await showInvite(page);
  expect(code).toBe(digitsOf(await inviteOf(anna.profile)));
  await expect(page.getByRole('img', { name: 'The invite code as a QR code' })).toBeVisible();
  await expect(page.getByText('This machine keeps the key in')).toBeVisible();
  await expectNoViolations(page);

  await button(page, 'Copy the code').click();
  await expect(button(page, 'Copied')).toBeVisible();
  const copied = await anna.app.evaluate(({ clipboard }) => clipboard.readText());
  expect(digitsOf(copied)).toBe(code);

  await button(page, 'Hide').click();
  await expect(page.getByTestId('invite-code')).toBeHidden();
  await showInvite(page);
  await goTo(page, 'State');
  await goTo(page, 'Settings');
  await expect(button(page, 'Show invite code')).toBeVisible();
  await expect(page.getByTestId('invite-code')).toBeHidden();
});

test('[GR5] a new key goes from machine to machine, and the old one ends by itself', async ({ office }) => {
  const { anna, group } = await openGroup(office);
  await office.serve({ name: 'ben', group });
  const { page } = anna;
  await expect(syncPill(page)).toContainText('In sync with 1 peer');
  const before = await showInvite(page);
  await changeKey(page, 'They get it by themselves');
  await expect(page.getByText('The group has a new key').first()).toBeVisible();
  await expect(keyChange(page)).toBeHidden({ timeout: 40_000 });
  await expect(button(page, 'Change the key…')).toBeVisible();
  await expect(page.getByTestId('invite-code')).not.toHaveText(before);
  await expect(syncPill(page)).toContainText('In sync with 1 peer');
});

test('[GR5] a key handed out by hand shuts out the machine that did not get it, and the window shows who has it', async ({
  office,
}) => {
  test.setTimeout(120_000);
  const { anna, group } = await openGroup(office);
  const ben = await office.open({ name: 'ben', group });
  await office.serve({ name: 'cleo', group });
  const { page } = anna;
  await expect(syncPill(page)).toContainText('In sync with 2 peers');

  await changeKey(page, 'I hand the new code out myself');
  await expect(keyChange(page)).toContainText('0 of 2 machines have it');
  const code = await shownInvite(page);
  await expectNoViolations(page);

  await goTo(ben.page, 'Settings');
  await button(ben.page, 'Enter a new key…').click();
  await ben.page.getByRole('textbox', { name: 'New invite code' }).fill(code);
  await button(ben.page, 'Take it over').click();
  await expect(dialog(ben.page)).toBeHidden();
  await expect(keyChange(page)).toContainText('1 of 2 machines has it');
  const holders = keyChange(page).getByRole('listitem');
  await expect(holders.filter({ hasText: 'ben' })).toContainText('has it');
  await expect(holders.filter({ hasText: 'cleo' })).toContainText('not yet');

  await button(page, 'End the old key now…').click();
  await expect(dialog(page).getByRole('listitem')).toHaveText([/cleo/]);
  await expectNoViolations(page);
  await dialog(page).getByRole('button', { name: 'End the old key' }).click();
  await expect(keyChange(page)).toBeHidden();

  await goTo(page, 'Peers');
  await expect(page.getByText(/^Refused \d+ requests? from 1 address$/)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: /^Refused/ }).click();
  await expect(page.getByRole('region', { name: 'Refused requests' }).getByRole('row')).toHaveCount(2);
  await expectNoViolations(page);

  await goTo(page, 'State');
  await writeNewEntry(page, 'desks/3-114', '"Kwame Mensah"');
  await goTo(ben.page, 'State');
  await expect(entryRow(ben.page, 'desks/3-114')).toBeVisible();
});

test('[GR5] a code of another group is no new key of this one', async ({ office }) => {
  const [{ anna }, other] = [await openGroup(office), await office.serve({ name: 'zoe', group: ['--new-group'] })];
  const { page } = anna;
  await goTo(page, 'Settings');
  await button(page, 'Enter a new key…').click();
  await page.getByRole('textbox', { name: 'New invite code' }).fill('04Q7');
  await button(page, 'Take it over').click();
  await expect(dialog(page).getByRole('alert')).toContainText('4 letters and digits instead of 32');
  await expectNoViolations(page);
  await page.getByRole('textbox', { name: 'New invite code' }).fill(await inviteOf(other.profile));
  await button(page, 'Take it over').click();
  await expect(dialog(page).getByRole('alert')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(button(page, 'Enter a new key…')).toBeFocused();
});

test('[GR7] a machine leaves its group, and begins anew', async ({ office }) => {
  const { anna } = await openGroup(office);
  const { page } = anna;
  await writeNewEntry(page, 'desks/3-114', '"Kwame Mensah"');
  await goTo(page, 'Settings');
  await expectNoViolations(page);
  await button(page, 'Leave this group…').press('Enter');
  await expect(dialog(page)).toContainText('Nothing is deleted');
  await expectNoViolations(page);
  await dialog(page).getByRole('button', { name: 'Leave the group' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Grapevine', exact: true })).toBeVisible();
  await button(page, 'Use the open group').click();
  await expect(page.getByRole('button', { name: 'Open group' })).toBeVisible();
  await expect(entryRow(page, 'desks/3-114')).toHaveCount(0);
});

test('[PD2] a machine of another group on this network is counted, and not listed', async ({ office }) => {
  const { anna } = await openGroup(office);
  await office.serve({ name: 'zoe', group: ['--new-group'] });
  await goTo(anna.page, 'Peers');
  await expect(anna.page.getByText('1 machine of another group on this network')).toBeVisible();
  await expect(peerRow(anna.page, 'zoe')).toHaveCount(0);
});

test('[GR7] an open group says what it means and how to get to a private one', async ({ office }) => {
  const { page } = await office.open({ name: 'anna' });
  await goTo(page, 'Settings');
  await expect(page.getByText('Nothing is encrypted', { exact: false }).first()).toBeVisible();
  await expectNoViolations(page);
  await button(page, 'Leave and choose again…').click();
  await dialog(page).getByRole('button', { name: 'Leave the group' }).click();
  await expect(button(page, 'Start this group')).toBeVisible();
});
