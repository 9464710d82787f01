/** Everything can be done without a mouse. */
import { expect } from '@playwright/test';
import { test } from './fixtures/office.ts';
import { entryRow, shownValue, typeJson } from './fixtures/window.ts';

test('[UI] pages, filter, edit, delete and undo by the keyboard alone', async ({ office }) => {
  const { page } = await office.open({ name: 'anna' });
  const press = (key: string): Promise<void> => page.keyboard.press(key);
  const heading = (name: string) => page.getByRole('heading', { level: 1, name });

  await press('ControlOrMeta+2');
  await expect(heading('History')).toBeVisible();
  await press('ControlOrMeta+3');
  await expect(heading('Peers')).toBeVisible();
  await press('ControlOrMeta+4');
  await expect(heading('Settings')).toBeVisible();
  await press('ControlOrMeta+1');
  await expect(heading('State')).toBeVisible();

  for (const [key, text] of [
    ['desks/3-114', '"Kwame Mensah"'],
    ['printers/default', '"3-copy-room"'],
  ] as const) {
    await press('n');
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.type(key);
    await press('Tab');
    await page.keyboard.insertText(text);
    await press('ControlOrMeta+Enter');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(entryRow(page, key)).toBeVisible();
  }

  await press('/');
  await page.keyboard.type('desks');
  await expect(entryRow(page, 'printers/default')).toBeHidden();
  await press('ArrowDown');
  await press('Home');
  await expect(shownValue(page)).toContainText('"Kwame Mensah"');

  await press('e');
  await expect(page.getByRole('dialog')).toBeVisible();
  await typeJson(page, '"Amira Haddad"');
  await press('ControlOrMeta+Enter');
  await expect(shownValue(page)).toContainText('"Amira Haddad"');

  await press('Delete');
  await expect(page.getByText('Deleted').first()).toBeVisible();
  await expect(entryRow(page, 'desks/3-114')).toBeHidden();
  await press('ControlOrMeta+z');
  await expect(entryRow(page, 'desks/3-114')).toBeVisible();
});
