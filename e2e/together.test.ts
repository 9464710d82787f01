/** Several machines, each the real program: what one knows, all come to know. */
import { expect } from '@playwright/test';
import { test } from './fixtures/office.ts';
import {
  editEntry,
  entryRow,
  goTo,
  peerPortOf,
  peerRow,
  selectEntry,
  shownValue,
  syncPill,
  writeNewEntry,
} from './fixtures/window.ts';

test('[PD2] two instances find each other by mDNS on loopback and share what is written on either', async ({
  office,
}) => {
  const [anna, ben] = await Promise.all([office.open({ name: 'anna' }), office.open({ name: 'ben' })]);
  await expect(syncPill(anna.page)).toContainText('In sync with');
  await expect(syncPill(ben.page)).toContainText('In sync with');
  await goTo(anna.page, 'Peers');
  await expect(peerRow(anna.page, 'ben')).toBeVisible();
  await goTo(anna.page, 'State');

  await writeNewEntry(anna.page, 'desks/3-114', '{"free": true}');
  await selectEntry(ben.page, 'desks/3-114');
  await expect(shownValue(ben.page)).toContainText('"free": true');

  await editEntry(ben.page, 'desks/3-114', '{"free": false}');
  await selectEntry(anna.page, 'desks/3-114');
  await expect(shownValue(anna.page)).toContainText('"free": false');
  await expect(anna.page.getByRole('region', { name: 'Entry', exact: true })).toContainText('by ben');
});

test('[PD4] a machine that loses its power is missed, and is up to date soon after it comes back', async ({
  office,
}) => {
  test.setTimeout(120_000);
  const anna = await office.open({ name: 'anna' });
  const ben = await office.open({ name: 'ben' });
  await writeNewEntry(ben.page, 'printers/default', '"3-copy-room"');
  await expect(entryRow(anna.page, 'printers/default')).toBeVisible();

  await ben.kill();
  await writeNewEntry(anna.page, 'screens/lab', '"builds"');
  await goTo(anna.page, 'Peers');
  // Nothing must have been heard for 20 s.
  await expect(peerRow(anna.page, 'ben')).toContainText('unreachable', { timeout: 40_000 });
  await expect(syncPill(anna.page)).toContainText('Alone on this network');

  const again = await office.open({ name: 'ben', profile: ben.profile });
  await expect(entryRow(again.page, 'printers/default')).toBeVisible();
  await expect(entryRow(again.page, 'screens/lab')).toBeVisible();
  await expect(peerRow(anna.page, 'ben')).toContainText('same');
  await expect(syncPill(anna.page)).toContainText('In sync with 1 peer');
});

test('[PD1] a machine that is named by its address joins without mDNS', async ({ office }) => {
  const anna = await office.open({ name: 'anna' });
  const port = await peerPortOf(anna.page);
  const cleo = await office.open({ name: 'cleo', args: ['--no-mdns', '--peer', `127.0.0.1:${port}`] });

  await goTo(anna.page, 'Peers');
  await expect(peerRow(anna.page, 'cleo')).toBeVisible();
  await goTo(cleo.page, 'Peers');
  await expect(peerRow(cleo.page, 'anna')).toBeVisible();

  await goTo(cleo.page, 'State');
  await writeNewEntry(cleo.page, 'on-duty/release', '"Priya Raman"');
  await goTo(anna.page, 'State');
  await expect(entryRow(anna.page, 'on-duty/release')).toBeVisible();
});

test('[PD1] a machine is added by its address in the window', async ({ office }) => {
  const anna = await office.open({ name: 'anna', args: ['--no-mdns'] });
  const cleo = await office.serve({ name: 'cleo', args: ['--no-mdns'] });

  await goTo(anna.page, 'Peers');
  await anna.page.getByRole('button', { name: 'Add by address…' }).click();
  await anna.page.getByRole('textbox', { name: 'Address' }).fill(`127.0.0.1:${cleo.peerPort}`);
  await anna.page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(peerRow(anna.page, 'cleo')).toContainText('same');
  await expect(syncPill(anna.page)).toContainText('In sync with 1 peer');
});

test('[RE4] two machines are compared key by key, and the drawer says that they hold the same', async ({ office }) => {
  const [anna] = await Promise.all([office.open({ name: 'anna' }), office.serve({ name: 'ben' })]);
  await expect(syncPill(anna.page)).toContainText('In sync with 1 peer');
  await writeNewEntry(anna.page, 'desks/3-114', '{"free": true}');
  await expect(syncPill(anna.page)).toContainText('In sync with 1 peer');
  await goTo(anna.page, 'Peers');
  await peerRow(anna.page, 'ben').click();
  await anna.page.getByRole('button', { name: 'Compare' }).click();
  await expect(anna.page.getByTestId('comparison')).toContainText('Both hold exactly the same');
});

test('[PD4] a machine is blocked and unblocked in its drawer, by keyboard', async ({ office }) => {
  const [anna, ben] = await Promise.all([office.open({ name: 'anna' }), office.open({ name: 'ben' })]);
  await expect(syncPill(anna.page)).toContainText('In sync with 1 peer');
  await goTo(anna.page, 'Peers');
  await peerRow(anna.page, 'ben').click();
  await anna.page.getByRole('button', { name: 'Block', exact: true }).press('Enter');
  await expect(peerRow(anna.page, 'ben')).toContainText('blocked');
  await expect(syncPill(anna.page)).toContainText('Alone on this network');
  await expect(anna.page.getByRole('button', { name: 'Unblock' })).toBeFocused();
  await expect(anna.page.getByRole('button', { name: 'Forget' })).toBeHidden();
  await writeNewEntry(ben.page, 'desks/3-114', '{"free": true}');

  await anna.page.getByRole('button', { name: 'Unblock' }).press('Enter');
  await expect(peerRow(anna.page, 'ben')).toContainText('same');
  await expect(syncPill(anna.page)).toContainText('In sync with 1 peer');
  await goTo(anna.page, 'State');
  await expect(entryRow(anna.page, 'desks/3-114')).toBeVisible();
});
