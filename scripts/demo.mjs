/**
 * `npm run demo [-- --windowless]`: three nodes on this machine, on loopback only, with profiles of their own that are
 * removed at the end. They end together: when one is closed or fails, or on Ctrl+C.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runDemo } from './demo/run-demo.mjs';
import { onOrphaned } from './lib/orphan.mjs';
import { main } from './lib/main.mjs';
import { Problem } from './lib/problem.mjs';
import { say } from './lib/say.mjs';
import { asApplication, asNode } from './runtime/environment.mjs';
import { noticeOf } from './runtime/resolve.mjs';
import { setUp } from './setup/set-up.mjs';
import { planWindow } from './start/window-plan.mjs';

/** @typedef {import('./runtime/resolve.mjs').Runtime} Runtime */

await main(async (args) => {
  const runtime = await setUp({ build: true });
  const opener = args.includes('--windowless') ? withoutWindow(runtime) : withWindow(runtime);
  const notice = noticeOf(runtime);
  if (notice !== null) say(notice);
  const folder = mkdtempSync(join(tmpdir(), 'grapevine-demo-'));
  try {
    return await runDemo(folder, opener, interruption());
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

/** @param {Runtime} runtime */
function withWindow({ electron, folder }) {
  const plan = planWindow(folder);
  if (!plan.window) {
    throw new Problem('The demo opens windows, and there is no display. Without: npm run demo -- --windowless', 2);
  }
  if (plan.note !== null) say(plan.note);
  return { command: electron, args: [...plan.switches, '.'], env: asApplication(process.env) };
}

/** @param {Runtime} runtime */
function withoutWindow({ electron }) {
  return { command: electron, args: ['out/main/cli.js', 'serve'], env: asNode(process.env) };
}

/** @returns {Promise<null>} resolves when the user wants to end it */
function interruption() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve(null));
    onOrphaned(() => resolve(null));
  });
}
