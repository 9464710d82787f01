/** Makes the checkout ready and prints the path of the Electron executable, alone, on stdout: for bin/grapevine. */
import { main } from './lib/main.mjs';
import { setUp } from './setup/set-up.mjs';

await main(async () => {
  const { electron } = await setUp({ build: true });
  process.stdout.write(`${electron}\n`);
  return 0;
});
