/** `npm start [-- ARGS]`: makes the checkout ready and opens the application, or runs it windowless without a display. */
import { runForwarding } from './lib/forward.mjs';
import { main } from './lib/main.mjs';
import { ROOT } from './lib/paths.mjs';
import { say } from './lib/say.mjs';
import { asApplication, asNode } from './runtime/environment.mjs';
import { SERVE_FLAGS } from './runtime/serve-flags.mjs';
import { noticeOf } from './runtime/resolve.mjs';
import { setUp } from './setup/set-up.mjs';
import { planWindow } from './start/window-plan.mjs';

await main(async (args) => {
  const runtime = await setUp({ build: true });
  const plan = planWindow(runtime.folder);
  const notes = [noticeOf(runtime), plan.window ? plan.note : 'There is no display here: running without a window.'];
  for (const note of notes) if (note !== null) say(note);
  if (!plan.window) {
    return runForwarding(runtime.electron, [...SERVE_FLAGS, 'out/main/cli.js', 'serve', ...args], {
      cwd: ROOT,
      env: asNode(process.env),
    });
  }
  return runForwarding(runtime.electron, [...plan.switches, '.', ...args], {
    cwd: ROOT,
    env: asApplication(process.env),
  });
});
