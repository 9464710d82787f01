import { ROOT } from '../lib/paths.mjs';
import { findRuntime } from '../runtime/find-runtime.mjs';
import { ensureAvahi } from './avahi.mjs';
import { ensureBuild } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

/**
 * Makes a checkout ready to run, whatever state it is in; quick when it already is.
 * @param {{ tests?: boolean, build?: boolean }} [options] `tests`: with what only tests need; `build`: with `out/`
 * @returns {Promise<import('../runtime/resolve.mjs').Runtime>}
 */
export async function setUp({ tests = false, build = false } = {}) {
  const { env } = process;
  await ensureSystemPackages({ tests, env });
  if (tests) await ensureAvahi({ env });
  await ensureDependencies({ root: ROOT, env });
  const runtime = await findRuntime({ root: ROOT, env });
  if (build) await ensureBuild({ root: ROOT, env, electron: runtime.electron });
  return runtime;
}
