import { describe, expect, it } from 'vitest';
import { createBearerCheck } from './bearer.ts';

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
});
