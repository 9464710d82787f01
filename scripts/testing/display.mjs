/** Large enough for the application's window at its default size. */
const SCREEN = '-screen 0 1600x1000x24';

/**
 * The command, on a display of its own where there is none.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [platform]
 * @returns {[command: string, args: string[]]}
 */
export function onDisplay(command, args, env, platform = process.platform) {
  if (platform !== 'linux' || env['DISPLAY']) return [command, args];
  return ['xvfb-run', ['-a', '-s', SCREEN, command, ...args]];
}
