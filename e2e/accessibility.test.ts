/** Every page, in light and dark. */
import { expect } from '@playwright/test';
import { violationsOn } from './fixtures/axe.ts';
import { test } from './fixtures/office.ts';
import { openBusyOffice } from './fixtures/sample-state.ts';
import { goTo, selectEntry } from './fixtures/window.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`[UI] every page is free of what axe can find (${colorScheme})`, async ({ office }) => {
    const { window } = await openBusyOffice(office, 'reception-2', ['Room 3.114', 'Test bench 2']);
    const { page } = window;
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });

    await goTo(page, 'State');
    expect(await violationsOn(page)).toEqual([]);
    await selectEntry(page, 'builds/bench-1');
    expect(await violationsOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Edit' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await violationsOn(page)).toEqual([]);
    await page.keyboard.press('Escape');

    await goTo(page, 'History');
    await page.getByTestId('changeset-row').first().click();
    await expect(page.getByTestId('changeset-row').first()).toHaveAttribute('aria-expanded', 'true');
    expect(await violationsOn(page)).toEqual([]);

    await goTo(page, 'Peers');
    await page.getByTestId('peer-row').first().click();
    expect(await violationsOn(page)).toEqual([]);

    await goTo(page, 'Settings');
    expect(await violationsOn(page)).toEqual([]);
  });
}
