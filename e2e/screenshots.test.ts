/** Takes the pictures of the documentation; run by `npm run screenshots` only. */
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { test, type Server } from './fixtures/office.ts';
import { ROOT } from './fixtures/program.ts';
import { openBusyOffice, writeOn } from './fixtures/sample-state.ts';
import { editEntry, goTo, selectEntry, syncPill, writeNewEntry } from './fixtures/window.ts';

const SIZE = { width: 1280, height: 800 };

async function takePictures(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: join(ROOT, 'docs/images', `${name}-${colorScheme}.png`), animations: 'disabled' });
  }
}

/** What one might see on an ordinary morning, the last change being our own. */
async function letTimePass(page: Page, [room, bench, kiosk]: Server[]): Promise<void> {
  await writeOn(bench!, [['builds/bench-2', { product: 'gateway', build: 2418, branch: 'main', since: '08:41' }]]);
  await writeOn(kiosk!, [['screens/entrance', { shows: 'fire drill', brightnessPercent: 90, rotateSeconds: 20 }]]);
  await writeOn(room!, [['rooms/birch', { seats: 6, bookedBy: null, until: null, equipment: ['screen', 'camera'] }]]);
  await writeOn(bench!, [['builds/bench-1', { product: 'gateway', build: 2418, branch: 'main', since: '08:44' }]]);
  await writeNewEntry(page, 'desks/3-120', '{"person": null, "until": null, "dock": "USB-C"}');
  await editEntry(page, 'desks/3-114', '{"person": "Kwame Mensah", "until": "2026-12-18", "dock": "DisplayPort"}');
  await expect(syncPill(page)).toContainText('In sync with 3 peers');
}

test('[UI] pictures of every page', async ({ office }) => {
  const { window, others } = await openBusyOffice(office, 'reception-2', ['Room 3.114', 'Test bench 2', 'kiosk-lobby']);
  const { app, page } = window;
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, SIZE);
  await letTimePass(page, others);

  await selectEntry(page, 'desks/3-114');
  await takePictures(page, 'state');

  await goTo(page, 'History');
  await page.getByTestId('changeset-row').first().click();
  await expect(page.getByText('DisplayPort').first()).toBeVisible();
  await takePictures(page, 'history');

  await goTo(page, 'Peers');
  await page.getByTestId('peer-row').first().click();
  await expect(page.getByRole('heading', { level: 2, name: 'kiosk-lobby' })).toBeVisible();
  await takePictures(page, 'peers');
});
