/**
 * The environment in which the Electron executable runs a script as Node.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function asNode(env) {
  return { ...env, ELECTRON_RUN_AS_NODE: '1' };
}

/**
 * The environment in which it opens the application.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function asApplication(env) {
  const all = { ...env };
  delete all['ELECTRON_RUN_AS_NODE'];
  return all;
}

/**
 * What tools that look for Electron themselves are told: `GRAPEVINE_ELECTRON` is the executable, for our own tests;
 * electron-vite and the `electron` package read the other two.
 * @param {NodeJS.ProcessEnv} env
 * @param {import('./resolve.mjs').Runtime} runtime
 * @returns {NodeJS.ProcessEnv}
 */
export function withRuntime(env, { electron, folder }) {
  return {
    ...env,
    GRAPEVINE_ELECTRON: electron,
    ELECTRON_EXEC_PATH: electron,
    ELECTRON_OVERRIDE_DIST_PATH: folder,
  };
}
