/** `npm run check`: types, lint and format. `node scripts/check.mjs types|lint|format` runs one kind. */
import { main } from './lib/main.mjs';
import { ROOT } from './lib/paths.mjs';
import { Problem } from './lib/problem.mjs';
import { setUp } from './setup/set-up.mjs';
import { checkSteps } from './testing/check-steps.mjs';
import { interruption } from './testing/interruption.mjs';
import { runChecks } from './testing/run-checks.mjs';
import { totals } from './testing/summary.mjs';

await main(async ([kind]) => {
  const steps = checkSteps(ROOT).filter((step) => kind === undefined || step.kind === kind);
  if (steps.length === 0) throw new Problem('Usage: node scripts/check.mjs [types|lint|format]', 2);
  const { electron } = await setUp();
  const print = console.log;
  const results = await runChecks(steps, { electron, root: ROOT, env: process.env, signal: interruption(), print });
  const { passed, failed } = totals(results);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
