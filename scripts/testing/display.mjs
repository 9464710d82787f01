/** Large enough for the application's window at its default size. */
const SCREEN = '-screen 0 1600x1000x24';
/** What xvfb-run itself begins with. */
export const FIRST_DISPLAY = 99;

/**
 * The command, on a display of its own where there is none.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {{ platform?: string, number?: number | undefined }} [options] `number`: of the display, or the next one that is free
 * @returns {[command: string, args: string[]]}
 */
export function onDisplay(command, args, env, { platform = process.platform, number = FIRST_DISPLAY } = {}) {
  if (platform !== 'linux' || env['DISPLAY']) return [command, args];
  return ['xvfb-run', ['-a', '-n', `${number}`, '-s', SCREEN, command, ...args]];
}
