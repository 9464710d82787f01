import { describe, expect, it } from 'vitest';
import { OFFICE } from './office.mjs';

describe('OFFICE', () => {
  it('[SETUP] names each key once', () => {
    expect(new Set(OFFICE.map(([key]) => key)).size).toBe(OFFICE.length);
  });

  it('[ST3] deletes nothing', () => {
    expect(OFFICE.filter(([, value]) => value === null)).toEqual([]);
  });
});
