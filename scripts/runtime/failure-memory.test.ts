import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureMemory } from './failure-memory.mjs';

const HOUR_MS = 60 * 60_000;

describe('failureMemory', () => {
  let folder: string;
  let nowMs = 0;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'grapevine-memory-'));
    nowMs = 1_000_000_000;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const memory = (source = 'default') => failureMemory({ folder, name: '45.4.1-linux-x64', source, now: () => nowMs });

  it('[SETUP] recalls a failure for a day', () => {
    memory().remember('no network');
    nowMs += 23 * HOUR_MS;
    expect(memory().recall()).toBe('no network');
    nowMs += 2 * HOUR_MS;
    expect(memory().recall()).toBeNull();
  });

  it('[SETUP] knows of none at first, and of none after it was told to forget', () => {
    expect(memory().recall()).toBeNull();
    memory().remember('no network');
    memory().forget();
    expect(memory().recall()).toBeNull();
  });

  it('[SETUP] says nothing about another source', () => {
    memory().remember('no network');
    expect(memory('mirror').recall()).toBeNull();
  });

  it('[SETUP] does not trust a failure in the future', () => {
    memory().remember('no network');
    nowMs -= HOUR_MS;
    expect(memory().recall()).toBeNull();
  });

  it('[SETUP] takes a broken file for no memory', () => {
    writeFileSync(memory().file, '{');
    expect(memory().recall()).toBeNull();
  });
});
