/** How often the parent is looked at. */
const LOOK_MS = 500;

/**
 * Calls back once when npm, which started this process, is gone. The shell between npm and a script passes no signal on, so a script
 * that npm was told to end would otherwise go on by itself. Without npm nothing is watched: then the parent may leave as it likes.
 * @param {() => void} callback
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {() => void} ends it
 */
export function onOrphaned(callback, env = process.env) {
  if (env['npm_lifecycle_event'] === undefined || process.platform === 'win32') return () => undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
