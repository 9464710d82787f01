/** One window for each profile, and one program. */
import { once } from 'node:events';
import { expect, type ElectronApplication } from '@playwright/test';
import { test } from './fixtures/office.ts';
import { startAndWait } from './fixtures/outcome.ts';
import { nodeOptions } from './fixtures/program.ts';

const isVisible = (app: ElectronApplication): Promise<boolean> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);

test('[ARCH] a second start brings the first window to the front and ends', async ({ office }) => {
  const { app, profile } = await office.open({ name: 'anna' });
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  expect(await isVisible(app)).toBe(false);

  const second = await startAndWait(nodeOptions(profile, 'anna'));
  expect(second.code).toBe(0);
  expect(second.errors).toContain('This profile has a window already');
  await expect.poll(() => isVisible(app)).toBe(true);
});

test('[ARCH] a profile that a node without a window holds is not opened, and it says who holds it', async ({
  office,
}) => {
  const { profile } = await office.serve({ name: 'anna' });
  const window = await startAndWait(nodeOptions(profile, 'anna'));
  expect(window.code).toBe(1);
  expect(window.errors).toMatch(/This profile is in use by grapevine serve \(process \d+\)/);
});

test('[ARCH] a bad option is refused in one line', async () => {
  const { code, errors } = await startAndWait(['--peer-port', 'x']);
  expect(code).toBe(2);
  expect(errors).toContain('grapevine: --peer-port "x" is not a port number from 0 to 65535.\n');
});

test('[ARCH] closing the window says goodbye and ends the program', async ({ office }) => {
  const [anna, ben] = await Promise.all([office.open({ name: 'anna' }), office.open({ name: 'ben' })]);
  await expect(anna.page.getByTestId('sync-pill')).toContainText('In sync with');
  const exit = once(ben.app.process(), 'exit');
  await ben.app.evaluate(({ BrowserWindow }) => {
    // Not awaited: the answer could not come back any more.
    setImmediate(() => BrowserWindow.getAllWindows()[0]?.close());
  });
  expect(await exit).toEqual([0, null]);
  await expect(anna.page.getByTestId('sync-pill')).toContainText('Alone', { timeout: 5_000 });
});

test('[ARCH] the window is where it was', async ({ office }) => {
  const first = await office.open({ name: 'anna' });
  const bounds = { x: 40, y: 60, width: 1000, height: 700 };
  await first.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), bounds);
  await expect
    .poll(() => first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds()))
    .toEqual(bounds);
  await first.app.close();

  const second = await office.open({ name: 'anna', profile: first.profile });
  expect(await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual(
    bounds,
  );
  expect(await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle())).toBe(
    'Grapevine – anna',
  );
});
