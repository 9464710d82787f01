/** What can go wrong with how things look, and no other test would see. */
import { expect, type Page } from '@playwright/test';
import { test } from './fixtures/office.ts';
import { writeOn } from './fixtures/sample-state.ts';
import { entryRow, goTo, peerRow } from './fixtures/window.ts';

const background = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.body).backgroundColor);

test('[UI] with reduced motion another theme is there at once', async ({ office }) => {
  const { page } = await office.open({ name: 'anna' });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const light = await background(page);
  const transitions = await page.evaluateHandle(() => {
    const counted = { run: 0 };
    document.addEventListener('transitionrun', () => (counted.run += 1));
    return counted;
  });
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await expect.poll(() => background(page)).not.toBe(light);
  const run = await transitions.evaluate(async (counted) => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return counted.run;
  });
  expect(run).toBe(0);
});

test('[UI] since when a machine is away can be read whole beside its drawer', async ({ office }) => {
  const { app, page } = await office.open({ name: 'anna' });
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800);
  });
  const ben = await office.serve({ name: 'ben' });
  // By then each knows the other, and is told when it leaves.
  await writeOn(ben, [['desks/3-114', 'Anna Ek']]);
  await expect(entryRow(page, 'desks/3-114')).toBeVisible();
  await ben.stop();
  await goTo(page, 'Peers');
  const row = peerRow(page, 'ben');
  await row.click();
  await expect(page.getByRole('heading', { level: 2, name: 'ben' })).toBeVisible();
  const since = row.getByText(/^since /);
  await expect(since).toBeVisible();
  // The longest there is, whatever the hour.
  const isWhole = await since.evaluate((time) => {
    time.textContent = 'since 12:58 AM';
    const cell = time.closest('[role=gridcell]');
    return cell !== null && cell.scrollWidth <= cell.clientWidth;
  });
  expect(isWhole).toBe(true);
});
