/** Ways out of the real window's page that Electron and Chromium offer, each tried and found shut (ARCHITECTURE.md, "Electron"). */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './fixtures/office.ts';
import { ROOT } from './fixtures/program.ts';

test('[ARCH] the window is made for a page that is not trusted', async ({ office }) => {
  const { app } = await office.open({ name: 'anna' });
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!;
    // Electron's own, which its types leave out.
    return (webContents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
  });
});

test('[ARCH] the policy reaches attributes, strings, workers and compiled code too', async ({ office }) => {
  const { page } = await office.open({ name: 'anna' });
  // In a task of its own: what is evaluated from outside is let through by the debugger.
  const outcome = await page.evaluate(
    () =>
      new Promise((resolve) => {
        setTimeout(() => void attempt().then(resolve), 0);
        async function attempt() {
          const blocked = new Set<string>();
          document.addEventListener('securitypolicyviolation', (event) => blocked.add(event.effectiveDirective));
          const ran: string[] = [];
          Object.assign(window, { ran });
          const box = document.createElement('div');
          box.innerHTML = '<p style="color: rgb(1, 2, 3)">x</p><button onclick="ran.push(\'attribute\')">x</button>';
          document.body.append(box);
          box.querySelector('button')!.click();
          const nameOf = (act: () => unknown): unknown => {
            try {
              return act();
            } catch (error) {
              return (error as Error).name;
            }
          };
          // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- that is the question
          const made = nameOf(() => new Function('return 1')());
          // eslint-disable-next-line @typescript-eslint/no-implied-eval -- and here
          const timed = nameOf(() => window.setTimeout('ran.push("timer")', 0) > 0);
          const source = URL.createObjectURL(new Blob(['postMessage(1)'], { type: 'text/javascript' }));
          const worked = await new Promise((settle) => {
            const worker = new Worker(source);
            worker.onmessage = () => settle('worked');
            worker.onerror = () => settle('refused');
          });
          const smallest = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
          const compiled = await WebAssembly.compile(smallest).then(
            () => 'compiled',
            (error: unknown) => (error as Error).name,
          );
          // By now the timer would have come.
          await new Promise((settle) => setTimeout(settle, 0));
          const coloured = getComputedStyle(box.querySelector('p')!).color === 'rgb(1, 2, 3)';
          return { ran, coloured, made, timed, worked, compiled, blocked: [...blocked].sort() };
        }
      }),
  );
  expect(outcome).toEqual({
    ran: [],
    coloured: false,
    made: 'EvalError',
    timed: false,
    worked: 'refused',
    compiled: 'CompileError',
    blocked: ['script-src', 'script-src-attr', 'style-src-attr', 'worker-src'],
  });
});

test('[ARCH] the page goes to no other address of whatever kind', async ({ office }) => {
  const { app, page } = await office.open({ name: 'anna' });
  const url = page.url();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await app.evaluate(({ BrowserWindow }) => {
    const refused: string[] = [];
    Object.assign(globalThis, { refused });
    BrowserWindow.getAllWindows()[0]?.webContents.on('will-frame-navigate', (event) => {
      if (event.defaultPrevented) refused.push(event.url);
    });
  });
  await page.evaluate(() => Object.assign(window, { mark: 'here' }));
  const refusals = async (): Promise<string> =>
    [...(await app.evaluate(() => (globalThis as unknown as { refused: string[] }).refused)), ...said].join('\n');
  const addresses = [
    'https://example.invalid/',
    'http://127.0.0.1:3097/-/status',
    'app://grapevine/assets/none.html',
    'app://elsewhere/index.html',
    'file:///etc/hosts',
    'data:text/html,there',
    'mailto:nobody@example.invalid',
  ];
  for (const address of addresses) {
    // Each on its own: a second attempt would end the one before.
    await page.evaluate((to) => void setTimeout(() => location.assign(to), 0), address);
    await expect.poll(refusals).toContain(address);
  }
  await page.evaluate(() => void setTimeout(() => location.assign('javascript:document.body.remove()'), 0));
  await expect.poll(refusals).toContain('javascript');
  const here = await page.evaluate(() => [
    (window as unknown as { mark?: string }).mark,
    document.querySelector('body') !== null,
  ]);
  expect([page.url(), ...here]).toEqual([url, 'here', true]);
});

test('[ARCH] the page opens no window, not even of its own', async ({ office }) => {
  const { app, page } = await office.open({ name: 'anna' });
  const opened = await page.evaluate(() => {
    const addresses = ['about:blank', location.href, 'https://example.invalid/', 'blob:x', ''];
    return addresses.map((address) => window.open(address) !== null);
  });
  expect(opened).toEqual([false, false, false, false, false]);
  const views = await page.evaluate(() => {
    const view = document.createElement('webview');
    view.setAttribute('src', 'app://grapevine/index.html');
    document.body.append(view);
    return 'getWebContentsId' in view;
  });
  expect(views).toBe(false);
  expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
});

test('[ARCH] an inner frame has no bridge, and runs nothing', async ({ office }) => {
  const { page } = await office.open({ name: 'anna' });
  const seen = await page.evaluate(async () => {
    const empty = document.createElement('iframe');
    document.body.append(empty);
    const written = document.createElement('iframe');
    written.srcdoc = '<script>parent.ran = true</script>';
    const loaded = new Promise((resolve) => written.addEventListener('load', resolve));
    document.body.append(written);
    await loaded;
    const bridges = [empty, written].map((frame) => 'grapevine' in (frame.contentWindow as object));
    return { bridges, ran: 'ran' in window };
  });
  expect(seen).toEqual({ bridges: [false, false], ran: false });
});

test('[ARCH] the program answers no page but that of its own window', async ({ office }) => {
  const { app, page, profile } = await office.open({ name: 'anna' });
  expect(await page.evaluate(() => window.grapevine.getSnapshot())).toHaveProperty('self');
  // With the same bridge and the same address, in another window.
  const answer = await app.evaluate(
    async ({ BrowserWindow }, preload) => {
      const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
      await other.loadURL('app://grapevine/index.html');
      const asked: unknown = await other.webContents.executeJavaScript('window.grapevine.getSnapshot()');
      other.destroy();
      return asked;
    },
    join(ROOT, 'out/preload/index.cjs'),
  );
  expect(answer).toEqual({ refused: 'Only the window of Grapevine may ask this.' });
  await expect.poll(() => readFile(join(profile, 'grapevine.log'), 'utf8')).toContain('ipc-sender-refused');
});

test('[ARCH] the page downloads nothing', async ({ office }) => {
  const { app, page } = await office.open({ name: 'anna' });
  await app.evaluate(({ session }) => {
    const downloads: unknown[] = [];
    Object.assign(globalThis, { downloads });
    session.defaultSession.on('will-download', (event, item) =>
      downloads.push([item.getURL().split(':')[0], event.defaultPrevented]),
    );
  });
  await page.evaluate(() => {
    const blob = URL.createObjectURL(new Blob(['x']));
    for (const address of ['data:text/plain,x', blob]) {
      const link = document.createElement('a');
      link.href = address;
      link.download = 'x.txt';
      document.body.append(link);
      link.click();
    }
  });
  const downloads = (): Promise<unknown> =>
    app.evaluate(() => (globalThis as unknown as { downloads: unknown[] }).downloads);
  await expect.poll(downloads).toEqual(
    expect.arrayContaining([
      ['data', true],
      ['blob', true],
    ]),
  );
});

test('[ARCH] the page reaches no device', async ({ office }) => {
  // There is a camera and a microphone: it is not for want of them that the page gets none.
  const { page } = await office.open({ name: 'anna', args: ['--use-fake-device-for-media-stream'] });
  const outcomes = await page.evaluate(async () => {
    const nameOf = (asked: Promise<unknown>): Promise<unknown> =>
      asked.then(
        (got) => (Array.isArray(got) && got.length === 0 ? 'nothing' : 'granted'),
        (error: unknown) => (error as Error).name,
      );
    const devices = navigator as unknown as Record<string, { requestDevice?(options: object): Promise<unknown> }>;
    return {
      camera: await nameOf(navigator.mediaDevices.getUserMedia({ video: true })),
      microphone: await nameOf(navigator.mediaDevices.getUserMedia({ audio: true })),
      screen: await nameOf(navigator.mediaDevices.getDisplayMedia()),
      midi: await nameOf(navigator.requestMIDIAccess()),
      usb: await nameOf(devices['usb']!.requestDevice!({ filters: [] })),
      hid: await nameOf(devices['hid']!.requestDevice!({ filters: [] })),
    };
  });
  expect(outcomes).toEqual({
    camera: 'NotAllowedError',
    microphone: 'NotAllowedError',
    screen: 'NotAllowedError',
    midi: 'NotAllowedError',
    // Nobody is asked to choose one.
    usb: 'NotFoundError',
    hid: 'nothing',
  });
});
