import { expect, it } from 'vitest';
import type { Digest } from '../../../shared/model.ts';
import { shortVersion } from './version.ts';

it("[VD2] the version is the digest's first 8 digits", () => {
  expect(shortVersion('7f3ac91e00112233445566778899aabb' as Digest)).toBe('7f3ac91e');
});
