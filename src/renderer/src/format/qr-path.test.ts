import { expect, it } from 'vitest';
import { qrPath } from './qr-path.ts';

it('[GR7] draws every dark square once, neighbours in one stroke', () => {
  const [o, x] = [false, true];
  expect(
    qrPath([
      [x, x, o, x],
      [o, o, o, o],
      [o, x, x, x],
    ]),
  ).toBe('M0 0h2v1h-2zM3 0h1v1h-1zM1 2h3v1h-3z');
});
