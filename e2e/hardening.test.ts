/** What the real window's page can not do (ARCHITECTURE.md, "Electron"). */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './fixtures/office.ts';

test('[ARCH] the page sees the bridge and nothing of Node or Electron', async ({ office }) => {
  const { page } = await office.open({ name: 'anna' });
  const seen = await page.evaluate(() => ({
    globals: ['require', 'process', 'module', 'exports', 'global', 'Buffer', 'electron', '__dirname'].filter(
      (name) => name in globalThis,
    ),
    bridge: Object.keys(window.grapevine).sort(),
    secure: window.isSecureContext,
    origin: location.origin,
  }));
  expect(seen.globals).toEqual([]);
  expect(seen.bridge).toEqual([
    'addPeer',
    'applyImport',
    'blockPeer',
    'cancelCompare',
    'changeKey',
    'checkInvite',
    'chooseGroup',
    'chooseImport',
    'closeImport',
    'closePast',
    'comparePeer',
    'copyText',
    'countDifferences',
    'countEntries',
    'deleteEntry',
    'dismissNotice',
    'endKeyChange',
    'enterKey',
    'eraseHistory',
    'exportEntries',
    'forgetPeer',
    'getChanges',
    'getEntry',
    'getInvite',
    'getSnapshot',
    'getStage',
    'leaveGroup',
    'listEntries',
    'listHistory',
    'listImport',
    'listPast',
    'onEvents',
    'openPast',
    'restorePast',
    'restoreValue',
    'syncNow',
    'unblockPeer',
    'writeEntry',
  ]);
  expect([seen.secure, seen.origin]).toEqual([true, 'app://grapevine']);
});

test('[ARCH] the page runs nothing inline and connects to nothing', async ({ office }) => {
  const { page } = await office.open({ name: 'anna' });
  // In a task of its own: what is evaluated from outside is let through by the debugger.
  const outcome = await page.evaluate(
    () =>
      new Promise((resolve) => {
        setTimeout(() => void attempt().then(resolve), 0);
        async function attempt() {
          const blocked: string[] = [];
          document.addEventListener('securitypolicyviolation', (event) => blocked.push(event.effectiveDirective));
          const script = document.createElement('script');
          script.textContent = 'document.title = "inline";';
          document.head.append(script);
          const style = document.createElement('style');
          style.textContent = 'body { display: none }';
          document.head.append(style);
          const evaluated = (() => {
            try {
              return (0, eval)('1 + 1') as unknown;
            } catch (error) {
              return (error as Error).name;
            }
          })();
          const fetched = await Promise.all(
            ['https://example.org/', 'http://127.0.0.1:3097/', 'app://grapevine/index.html'].map((url) =>
              fetch(url).then(
                () => 'fetched',
                (error: unknown) => (error as Error).name,
              ),
            ),
          );
          const image = new Image();
          image.src = 'https://example.org/x.png';
          const loaded = await new Promise((settle) => {
            image.onload = () => settle('loaded');
            image.onerror = () => settle('refused');
          });
          const display = getComputedStyle(document.body).display;
          return { title: document.title, display, evaluated, fetched, loaded, blocked: [...new Set(blocked)].sort() };
        }
      }),
  );
  expect(outcome).toEqual({
    title: 'Grapevine',
    display: expect.not.stringMatching('none') as unknown,
    evaluated: 'EvalError',
    fetched: ['TypeError', 'TypeError', 'TypeError'],
    loaded: 'refused',
    blocked: ['connect-src', 'img-src', 'script-src', 'script-src-elem', 'style-src-elem'],
  });
});

test('[ARCH] the page itself keeps to its policy', async ({ office }) => {
  const { page } = await office.open({ name: 'anna' });
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  await page.reload();
  for (const name of ['State', 'History', 'Peers']) await page.getByRole('button', { name }).first().click();
  await page.keyboard.press('ControlOrMeta+1');
  await page.keyboard.press('n');
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(problems).toEqual([]);
});

test('[ARCH] the page stays where it is and opens no other window', async ({ office }) => {
  const { app, page } = await office.open({ name: 'anna' });
  const url = page.url();
  await app.evaluate(({ BrowserWindow }) => {
    const refused: string[] = [];
    Object.assign(globalThis, { refused });
    BrowserWindow.getAllWindows()[0]?.webContents.on('will-frame-navigate', (event) => {
      if (event.defaultPrevented) refused.push(event.url);
    });
  });
  const opened = await page.evaluate(() => window.open('https://example.org/') === null);
  expect(opened).toBe(true);
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://example.org/';
    document.body.append(link);
    link.click();
  });
  const refusedUrls = (): Promise<string[]> =>
    app.evaluate(() => (globalThis as unknown as { refused: string[] }).refused);
  await expect.poll(refusedUrls).toEqual(['https://example.org/']);
  expect(page.url()).toBe(url);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);

  const refusedFrame = await page.evaluate(
    () =>
      new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
        const frame = document.createElement('iframe');
        frame.src = 'https://example.org/';
        document.body.append(frame);
      }),
  );
  expect(refusedFrame).toBe('frame-src');
});

test('[ARCH] the page is granted no permission', async ({ office }) => {
  const { page } = await office.open({ name: 'anna' });
  const answers = await page.evaluate(async () => ({
    notifications: await Notification.requestPermission(),
    clipboard: await navigator.clipboard.readText().catch((error: unknown) => (error as Error).name),
    position: await new Promise((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        (error) => resolve(error.code),
      );
    }),
  }));
  expect(answers).toEqual({
    notifications: 'denied',
    clipboard: 'NotAllowedError',
    position: 1,
  });
  const states = await page.evaluate(() =>
    Promise.all(
      ['camera', 'microphone', 'geolocation', 'notifications', 'clipboard-read', 'midi'].map(
        async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state,
      ),
    ),
  );
  expect(new Set(states)).toEqual(new Set(['denied']));
});

test('[ARCH] the app scheme serves the built page and nothing else', async ({ office }) => {
  const { app } = await office.open({ name: 'anna' });
  const answers = await app.evaluate(async ({ net }) => {
    const look = async (url: string) => {
      const response = await net.fetch(url);
      return { status: response.status, headers: Object.fromEntries(response.headers) };
    };
    return {
      page: await look('app://grapevine/index.html'),
      main: await look('app://grapevine/..%2fmain%2findex.js'),
      manifest: await look('app://grapevine/%2e%2e%2f%2e%2e%2fpackage.json'),
      other: await look('app://elsewhere/index.html').catch(() => 'refused'),
    };
  });
  expect(answers).toMatchObject({ page: { status: 200 }, main: { status: 404 }, manifest: { status: 404 } });
  expect(answers.page.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'x-content-type-options': 'nosniff',
  });
  expect(answers.page.headers['content-security-policy']).toMatch(
    /^default-src 'none'; script-src 'self'; style-src 'self'/,
  );
});

test('[ARCH] a call that does not fit is answered in words', async ({ office }) => {
  const { page } = await office.open({ name: 'anna' });
  const answer = await page.evaluate(() => window.grapevine.getEntry({ key: 5 } as unknown as { key: string }));
  expect(answer).toEqual({ refused: expect.any(String) as unknown });
});

test('[ARCH] the window asks nothing of any network', async ({ office }, { outputDir }) => {
  await mkdir(outputDir, { recursive: true });
  const netLog = join(outputDir, 'net-log.json');
  const { app } = await office.open({ name: 'anna', args: [`--log-net-log=${netLog}`] });
  await app.close();
  const asked = (await readFile(netLog, 'utf8')).match(/"(?:url|host)": ?"[^"]*"/g) ?? [];
  expect(asked.filter((text) => !text.includes('app://grapevine/'))).toEqual([]);
});
