/**
 * The simulated office, for more seeds or another size than `npm test` has. `npm run sim -- [--seeds N] [--nodes N] [--first SEED]`: many
 * machines write at once on a bad network. `npm run sim -- --lives N [--first SEED]`: five machines with wrong clocks crash, are cut apart,
 * delete and let expire. `npm run sim -- --mixed N [--first SEED]`: three of them with two C19 agents.
 */
import { main } from './lib/main.mjs';
import { readNumbers } from './lib/numbers.mjs';
import { runOneTest } from './lib/run-one-test.mjs';

await main((args) => {
  const { seeds, nodes, first, lives, mixed } = readNumbers(args, {
    seeds: 200,
    nodes: 50,
    first: 1,
    lives: 0,
    mixed: 0,
  });
  if (lives !== undefined && lives > 0) {
    return runOneTest('src/core/rough-life.test.ts', {
      GRAPEVINE_SIM_LIVES: `${lives}`,
      GRAPEVINE_SIM_FIRST: `${first}`,
    });
  }
  if (mixed !== undefined && mixed > 0) {
    return runOneTest('src/core/c19/rough-mixed-life.test.ts', {
      GRAPEVINE_SIM_MIXED: `${mixed}`,
      GRAPEVINE_SIM_FIRST: `${first}`,
    });
  }
  return runOneTest('src/core/simulation.test.ts', {
    GRAPEVINE_SIM_SEEDS: `${seeds}`,
    GRAPEVINE_SIM_NODES: `${nodes}`,
    GRAPEVINE_SIM_FIRST: `${first}`,
  });
});
