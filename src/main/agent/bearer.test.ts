import { timingSafeEqual } from 'node:crypto';
import type * as Crypto from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { createBearerCheck } from './bearer.ts';

vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof Crypto>();
  return { ...crypto, timingSafeEqual: vi.fn(crypto.timingSafeEqual) };
});

const isAllowed = createBearerCheck('secret-token');

describe('createBearerCheck', () => {
  it.each(['Bearer secret-token', 'bearer  secret-token ', 'BEARER secret-token'])('[LA4] allows %j', (header) => {
    expect(isAllowed(header)).toBe(true);
  });

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'secret-token',
    'Basic secret-token',
    'Bearer secret-toke',
    'Bearer secret-tokenn',
    'Bearer Secret-token',
    'Bearer secret-token, Bearer secret-token',
    'Bearer secret-token x',
  ])('[LA4] refuses %j', (header) => {
    expect(isAllowed(header)).toBe(false);
  });

  it.each(['s', 'secret-toke', 'secret-token', 'x'.repeat(10_000)])(
    '[LA4] compares %j whole, in a time that does not depend on what is right of it',
    (guess) => {
      vi.mocked(timingSafeEqual).mockClear();
      expect(isAllowed(`Bearer ${guess}`)).toBe(guess === 'secret-token');
      const [compared, ...more] = vi.mocked(timingSafeEqual).mock.calls;
      expect(compared?.map(({ byteLength }) => byteLength)).toEqual([32, 32]);
      expect(more).toEqual([]);
    },
  );
});
