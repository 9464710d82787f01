/** `npm run dev`: electron-vite with reload on change, on the resolved runtime. */
import { join } from 'node:path';
import { runForwarding } from './lib/forward.mjs';
import { main } from './lib/main.mjs';
import { ROOT } from './lib/paths.mjs';
import { Problem } from './lib/problem.mjs';
import { say } from './lib/say.mjs';
import { asApplication, withRuntime } from './runtime/environment.mjs';
import { noticeOf } from './runtime/resolve.mjs';
import { forgetBuild } from './setup/build.mjs';
import { setUp } from './setup/set-up.mjs';
import { planWindow } from './start/window-plan.mjs';

await main(async (args) => {
  const runtime = await setUp();
  const plan = planWindow(runtime.folder);
  if (!plan.window) throw new Problem('npm run dev opens a window, and there is no display here.', 2);
  for (const note of [noticeOf(runtime), plan.note]) if (note !== null) say(note);
  // What it builds is for development only.
  forgetBuild(ROOT);
  const sandbox = plan.switches.includes('--no-sandbox') ? { NO_SANDBOX: '1' } : {};
  const env = { ...asApplication(withRuntime(process.env, runtime)), ...sandbox };
  // Not inside the runtime as Node: electron-vite passes its environment on to the application.
  const tool = join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js');
  return runForwarding(process.execPath, [tool, 'dev', ...args], { cwd: ROOT, env });
});
