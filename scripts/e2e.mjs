import { main } from './lib/main.mjs';
import { runPlaywright } from './testing/run-playwright.mjs';

await main((args) => runPlaywright('e2e', args));
