/** `npm run sim -- [--seeds N] [--nodes N] [--first SEED]`: the simulated office, for more seeds or another size than `npm test` has. */
import { main } from './lib/main.mjs';
import { readNumbers } from './lib/numbers.mjs';
import { runOneTest } from './lib/run-one-test.mjs';

await main((args) => {
  const { seeds, nodes, first } = readNumbers(args, { seeds: 200, nodes: 50, first: 1 });
  return runOneTest('src/core/simulation.test.ts', {
    GRAPEVINE_SIM_SEEDS: `${seeds}`,
    GRAPEVINE_SIM_NODES: `${nodes}`,
    GRAPEVINE_SIM_FIRST: `${first}`,
  });
});
