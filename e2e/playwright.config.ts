import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const OUTPUT = join(import.meta.dirname, '../output/e2e');

/** The built application under test, one at a time: run by `npm run e2e` and `npm run screenshots`. */
export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: join(OUTPUT, 'results'),
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: join(OUTPUT, 'report.json') }]],
  projects: [
    { name: 'e2e', testMatch: '*.test.ts', testIgnore: 'screenshots.test.ts' },
    { name: 'screenshots', testMatch: 'screenshots.test.ts' },
  ],
});
