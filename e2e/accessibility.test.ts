/** WCAG 2.2 AA, as far as a program can tell, of every page in light and dark. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test } from './fixtures/office.ts';
import { openBusyOffice } from './fixtures/sample-state.ts';
import { goTo, selectEntry } from './fixtures/window.ts';

/** What axe found, short enough to read in a failure. */
async function violationsOn(page: Page): Promise<string[]> {
  // Electron has no second page in which axe could put its results together.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.html}`));
}

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
  });
}
