import { expect, it } from 'vitest';
import type { Logger } from '../core/ports.ts';
import { Teardown } from './teardown.ts';

const ignore = (): void => undefined;

it('[ARCH] ends everything once, the last first, whatever fails', async () => {
  const done: string[] = [];
  const failed: unknown[] = [];
  const logger: Logger = {
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: (_event, fields) => failed.push(fields?.['step']),
  };
  const teardown = new Teardown();
  teardown.add('first', () => void done.push('first'));
  teardown.add('faulty', () => {
    throw new Error('boom');
  });
  teardown.add('rejecting', () => Promise.reject(new Error('boom')));
  teardown.add('slow', async () => {
    await Promise.resolve();
    done.push('slow');
  });
  teardown.add('last', () => void done.push('last'));
  await Promise.all([teardown.run(logger), teardown.run(logger)]);
  await teardown.run(logger);
  expect(done).toEqual(['last', 'slow', 'first']);
  expect(failed).toEqual(['rejecting', 'faulty']);
});
