/** What was, can be seen and brought back; what is, can be taken out and in. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type ElectronApplication, type Page } from '@playwright/test';
import { test } from './fixtures/office.ts';
import { editEntry, entryRow, goTo, selectEntry, shownValue, syncPill, writeNewEntry } from './fixtures/window.ts';

/** The file that the system's dialogs give from now on. */
async function chooseFile(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
}

async function fromMore(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

const changeset = (page: Page, text: string) => page.getByTestId('changeset-row').filter({ hasText: text });

test('[CH4] a value of the history is restored and taken back, and the whole state as it was', async ({ office }) => {
  const anna = await office.open({ name: 'anna' });
  const ben = await office.serve({ name: 'ben' });
  const { page } = anna;
  await expect(syncPill(page)).toContainText('In sync with 1 peer');
  await writeNewEntry(page, 'desks/3-114', '"first"');
  await writeNewEntry(page, 'printers/default', '"3-copy-room"');
  await editEntry(page, 'desks/3-114', '"second"');
  await selectEntry(page, 'printers/default');
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(entryRow(page, 'printers/default')).toBeHidden();

  await goTo(page, 'History');
  await changeset(page, 'desks/3-114').first().click();
  await page.getByRole('button', { name: 'Restore', exact: false }).first().click();
  await goTo(page, 'State');
  await selectEntry(page, 'desks/3-114');
  await expect(shownValue(page)).toContainText('"first"');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(shownValue(page)).toContainText('"second"');

  await goTo(page, 'History');
  await changeset(page, 'printers/default').last().click();
  await page.getByRole('button', { name: 'after this change' }).click();
  await expect(page.getByRole('region', { name: 'The state as it was' })).toContainText('2 values then');
  await page.getByTestId('past-row').filter({ hasText: 'printers/default' }).click();
  await page.getByRole('button', { name: 'Restore all 2…' }).click();
  await page.getByRole('button', { name: 'Restore 2 keys' }).click();
  await expect(entryRow(page, 'printers/default')).toBeVisible();
  await selectEntry(page, 'desks/3-114');
  await expect(shownValue(page)).toContainText('"first"');
  await expect(syncPill(page)).toContainText('In sync with 1 peer');
  const token = (await readFile(join(ben.profile, 'api-token'), 'utf8')).trim();
  const answer = await fetch(`http://127.0.0.1:${ben.apiPort}/printers/default`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(await answer.json()).toMatchObject({ value: '3-copy-room' });
});

test('[CH2] the history is searched and narrowed', async ({ office }) => {
  const { page } = await office.open({ name: 'anna', args: ['--no-mdns'] });
  await writeNewEntry(page, 'desks/3-114', '"Kwame Mensah"');
  await writeNewEntry(page, 'printers/default', '"3-copy-room"');
  await goTo(page, 'History');
  await expect(page.getByTestId('changeset-row')).toHaveCount(2);
  await page.keyboard.press('/');
  await page.keyboard.type('mens');
  await expect(page.getByTestId('changeset-row')).toHaveCount(1);
  await expect(changeset(page, 'desks/3-114')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('nothing of the kind');
  await expect(page.getByTestId('changeset-row')).toHaveCount(0);
  await page.getByRole('button', { name: /Clear/ }).first().click();
  await expect(page.getByTestId('changeset-row')).toHaveCount(2);
});

test('[CH4] an import shows what it would change, a malformed file where it is wrong, an export can be imported again', async ({
  office,
}) => {
  const anna = await office.open({ name: 'anna', args: ['--no-mdns'] });
  const { app, page, profile } = anna;
  await writeNewEntry(page, 'desks/3-114', '"old"');
  const file = join(profile, 'desks.json');

  await writeFile(file, '{\n  "desks/3-114": {"value": "new"},\n  "desks/3-120": {"value": 1, "ttl": -5}\n}\n');
  await chooseFile(app, file);
  await fromMore(page, 'Import');
  await expect(page.getByRole('dialog')).toContainText('Line 3, column 31');
  await page.getByRole('button', { name: 'Close' }).last().click();
  await expect(entryRow(page, 'desks/3-120')).toBeHidden();

  await writeFile(file, '{\n  "desks/3-114": {"value": "new"},\n  "desks/3-120": {"value": 1}\n}\n');
  await fromMore(page, 'Import');
  await expect(page.getByTestId('import-row')).toHaveCount(2);
  await page.getByRole('button', { name: 'Import 2 changes' }).click();
  await expect(entryRow(page, 'desks/3-120')).toBeVisible();
  await selectEntry(page, 'desks/3-114');
  await expect(shownValue(page)).toContainText('"new"');

  const copy = join(profile, 'copy.json');
  await chooseFile(app, copy);
  await fromMore(page, 'Export');
  await page.getByRole('button', { name: 'Choose a file…' }).click();
  await expect(page.getByText('copy.json', { exact: true })).toBeVisible();
  expect(Object.keys(JSON.parse(await readFile(copy, 'utf8')) as object)).toEqual(['desks/3-114', 'desks/3-120']);
  await fromMore(page, 'Import');
  await expect(page.getByRole('dialog')).toContainText('Nothing would change');
});

test('[CH5] entries and history are there after the power was cut', async ({ office }) => {
  const anna = await office.open({ name: 'anna', args: ['--no-mdns'] });
  await writeNewEntry(anna.page, 'desks/3-114', '"first"');
  await editEntry(anna.page, 'desks/3-114', '"second"');
  await anna.kill();
  const { page } = await office.open({ name: 'anna', profile: anna.profile, args: ['--no-mdns'] });
  await selectEntry(page, 'desks/3-114');
  await expect(shownValue(page)).toContainText('"second"');
  await goTo(page, 'History');
  await expect(page.getByTestId('changeset-row')).toHaveCount(2);
});
