import { isDeepStrictEqual } from 'node:util';
import type { GrapevineNode } from '../../../src/core/node-api.ts';
import type { Clock, Grave } from '../../../src/core/ports.ts';
import { XorDigest } from '../../../src/core/state/digest.ts';
import { readEntriesFile } from '../../../src/core/state/entries-file.ts';
import { compareRank, expiresAt, type Rank } from '../../../src/core/state/entry.ts';
import { MAX_FUTURE_MS, MERGE_OVERFLOW } from '../../../src/core/state/limits.ts';
import type { MemoryStorage } from '../../../src/core/state/memory-storage.ts';
import { exportText } from '../../../src/main/transfer/export-entries.ts';
import type { EntryView, Key } from '../../../src/shared/model.ts';
import { entryFault } from './entry-fault.ts';
import { Violation } from './target.ts';

export interface OracleParts {
  node: Pick<GrapevineNode, 'status'>;
  storage: MemoryStorage;
  clock: Clock;
}

export interface OracleLimits {
  maxEntries: number;
}

interface Stored {
  entries: Map<Key, EntryView>;
  graves: Map<Key, Grave>;
}

/** Judges the state behind a border after each input, by the rules and not by the code that keeps them. */
export class StateOracle {
  readonly #parts: OracleParts;
  readonly #limits: OracleLimits;
  #before: Stored = { entries: new Map(), graves: new Map() };

  constructor(parts: OracleParts, limits: OracleLimits) {
    this.#parts = parts;
    this.#limits = limits;
  }

  /** @throws Violation when a rule is broken, or when something that was held is gone */
  check(): void {
    // Takes out what has expired by now (ST8).
    const { digest } = this.#parts.node.status();
    const now = this.#parts.clock.now();
    const stored = this.#stored();
    const changed = [...stored.entries.values()].filter((entry) => this.#before.entries.get(entry.key) !== entry);
    for (const entry of changed) this.#judge(entry, now);
    judgeDigest(stored, digest);
    judgeExport(changed);
    if (stored.entries.size > this.#limits.maxEntries * MERGE_OVERFLOW)
      throw new Violation('The state outgrew its limit.');
    for (const entry of this.#before.entries.values()) judgeLoss(entry, stored, now);
    for (const grave of this.#before.graves.values()) judgeGrave(grave, stored);
    this.#before = stored;
  }

  /** What a start would find. */
  #stored(): Stored {
    const stored: Stored = { entries: new Map(), graves: new Map() };
    void this.#parts.storage.open({
      entries: (chunk) => {
        for (const entry of chunk) stored.entries.set(entry.key, entry);
      },
      graves: (chunk) => {
        for (const grave of chunk) stored.graves.set(grave.key, grave);
      },
    });
    return stored;
  }

  #judge(entry: EntryView, now: number): void {
    const fault = entryFault(entry);
    if (fault !== null) throw new Violation(`${fault}: ${JSON.stringify(entry).slice(0, 2_000)}`);
    if (entry.ts > now + MAX_FUTURE_MS) throw new Violation(`[ST7] taken from the future: ${JSON.stringify(entry)}`);
    if (expiresAt(entry) <= now) throw new Violation(`[ST8] held although it has expired: ${JSON.stringify(entry)}`);
  }
}

function judgeDigest({ entries }: Stored, digest: string): void {
  const sum = new XorDigest();
  for (const { hash } of entries.values()) sum.toggle(hash);
  if (sum.value !== digest) throw new Violation(`[VD1] the digest is ${digest}, of what is stored ${sum.value}`);
}

function judgeExport(entries: readonly EntryView[]): void {
  const read = readEntriesFile([...exportText(entries)].join(''));
  if (!read.ok) throw new Violation(`[ST11] an export cannot be read: ${JSON.stringify(read.error)}`);
  const inOrder = entries.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const wanted = inOrder.map(({ key, text, ttl, ts }) => ({ key, text, ttl, ts }));
  if (!isDeepStrictEqual(read.value, wanted)) throw new Violation('[ST11] an export is read as something else');
}

/** It is there, or something of a higher rank, or its time has come. */
function judgeLoss(entry: EntryView, { entries, graves }: Stored, now: number): void {
  const held = entries.get(entry.key);
  if (held === entry || expiresAt(entry) <= now) return;
  const winner: Rank | undefined = held ?? graves.get(entry.key);
  if (winner === undefined || compareRank(winner, entry) < 0)
    throw new Violation(`[ST5] lost: ${JSON.stringify(entry)}, there is now ${JSON.stringify(winner ?? null)}`);
}

function judgeGrave(grave: Grave, { entries, graves }: Stored): void {
  const winner: Rank | undefined = entries.get(grave.key) ?? graves.get(grave.key);
  if (winner === undefined || compareRank(winner, grave) < 0)
    throw new Violation(
      `[ST9] a grave is lost: ${JSON.stringify(grave)}, there is now ${JSON.stringify(winner ?? null)}`,
    );
}
