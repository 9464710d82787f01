import { runForwarding } from '../lib/forward.mjs';
import { ROOT } from '../lib/paths.mjs';
import { say } from '../lib/say.mjs';
import { noticeOf } from '../runtime/resolve.mjs';
import { setUp } from '../setup/set-up.mjs';
import { playwrightCommand } from './playwright-command.mjs';

/**
 * Runs one Playwright project in the foreground.
 * @param {import('./playwright-command.mjs').Project} project
 * @param {string[]} args passed on
 * @returns {Promise<number>} the exit code
 */
export async function runPlaywright(project, args) {
  const runtime = await setUp({ tests: true, build: true });
  const notice = noticeOf(runtime);
  if (notice !== null) say(notice);
  const { command, args: all, env } = playwrightCommand(runtime, project, args);
  return runForwarding(command, all, { cwd: ROOT, env });
}
