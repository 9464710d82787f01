import { main } from './lib/main.mjs';
import { setUp } from './setup/set-up.mjs';

await main(async () => {
  await setUp({ build: true });
  return 0;
});
