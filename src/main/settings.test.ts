import { describe, expect, it } from 'vitest';
import { DEFAULT_HISTORY_LIMITS } from '../core/state/history-limits.ts';
import { DEFAULT_SETTINGS, historyLimits, settingsSchema } from './settings.ts';

describe('the settings', () => {
  it('[CH3] bound the history by age and size', () => {
    expect(historyLimits(DEFAULT_SETTINGS)).toEqual(DEFAULT_HISTORY_LIMITS);
    const given = settingsSchema.parse({ historyMaxAgeMs: 3_600_000, historyMaxBytes: 1_000_000 });
    expect(historyLimits(given)).toEqual({ maxAgeMs: 3_600_000, maxBytes: 1_000_000 });
  });

  it.each([
    { historyMaxAgeMs: 3_599_999 },
    { historyMaxAgeMs: 315_360_000_001 },
    { historyMaxAgeMs: null },
    { historyMaxBytes: 999_999 },
    { historyMaxBytes: 100_000_000_001 },
    { historyMaxBytes: 1_000_000.5 },
    { seedFile: 'seed.json' },
    { seedFile: '' },
    { seedFile: `/${'x'.repeat(4_096)}` },
  ])('[ARCH] refuse %j', (given) => {
    expect(settingsSchema.safeParse(given).success).toBe(false);
  });

  it('[ST11] name a seed by its absolute path, or none', () => {
    expect(DEFAULT_SETTINGS.seedFile).toBeNull();
    expect(settingsSchema.parse({ seedFile: '/srv/seed.json' }).seedFile).toBe('/srv/seed.json');
  });
});
