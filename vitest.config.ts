import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The program is started from its sources many times: its processes need not compile them each time. */
const env = { NODE_COMPILE_CACHE: join(import.meta.dirname, 'output/compile-cache') };

export default defineConfig({
  test: {
    // By default one core is left alone: on two cores that doubles the time.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          env,
          include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.ts', 'test/unit/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'network',
          env,
          include: ['test/network/**/*.test.ts'],
          testTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
