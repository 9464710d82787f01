/**
 * `node scripts/with-runtime.mjs [--tests] [--build] [--as-serve] SCRIPT ARGS...` runs a JavaScript tool inside the Electron runtime as
 * Node, after set-up: `--tests` with what only tests need, `--build` with `out/`. `--as-serve` gives the
 * runtime the flags of a node without a window.
 */
import { runForwarding } from './lib/forward.mjs';
import { main } from './lib/main.mjs';
import { Problem } from './lib/problem.mjs';
import { asNode, withRuntime } from './runtime/environment.mjs';
import { SERVE_FLAGS } from './runtime/serve-flags.mjs';
import { setUp } from './setup/set-up.mjs';

await main(async (args) => {
  const flags = new Set();
  while (args[0]?.startsWith('--')) flags.add(args.shift());
  if (args.length === 0)
    throw new Problem('Usage: node scripts/with-runtime.mjs [--tests] [--build] [--as-serve] SCRIPT ARGS...', 2);
  const runtime = await setUp({ tests: flags.has('--tests'), build: flags.has('--build') });
  return runForwarding(runtime.electron, [...(flags.has('--as-serve') ? SERVE_FLAGS : []), ...args], {
    env: asNode(withRuntime(process.env, runtime)),
  });
});
