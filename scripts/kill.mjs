/** `npm run test:kill -- [--rounds N] [--seed SEED]`: kills a node under load, again and again, and looks what it kept. */
import { main } from './lib/main.mjs';
import { readNumbers } from './lib/numbers.mjs';
import { runOneTest } from './lib/run-one-test.mjs';

await main((args) => {
  const { rounds, seed } = readNumbers(args, { rounds: 200, seed: 20_261_124 });
  return runOneTest('src/main/kill.test.ts', {
    GRAPEVINE_KILL_ROUNDS: `${rounds}`,
    GRAPEVINE_KILL_SEED: `${seed}`,
  });
});
