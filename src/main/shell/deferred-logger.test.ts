import { expect, it } from 'vitest';
import { createDeferredLogger } from './deferred-logger.ts';
import { aLogger } from './testing/fixtures.ts';

it('[ARCH] passes on what was said before, in order, and then everything at once', () => {
  const logger = createDeferredLogger();
  const target = aLogger();
  logger.warn('first');
  logger.error('second', { code: 5 });
  logger.open(target);
  logger.info('third');
  expect(target.events).toEqual(['first', 'second', 'third']);
});

it('[LM1] holds a bounded number of lines', () => {
  const logger = createDeferredLogger();
  const target = aLogger();
  for (let i = 0; i < 1000; i += 1) logger.warn(`event-${i}`);
  logger.open(target);
  expect(target.events).toHaveLength(100);
});
