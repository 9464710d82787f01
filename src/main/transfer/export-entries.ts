import { basename } from 'node:path';
import type { GrapevineNode } from '../../core/node-api.ts';
import type { Clock } from '../../core/ports.ts';
import { entryLine } from '../../core/state/entries-file.ts';
import type { EntryView } from '../../shared/model.ts';
import type { ExportOutcome } from '../../shared/ipc.ts';
import { describeSystemError } from '../profile/system-error.ts';
import { countLive, livePages } from './live-range.ts';
import { saveStream } from './save-stream.ts';

export interface ExportComponents {
  node: Pick<GrapevineNode, 'list'>;
  clock: Clock;
  /** The path that the user chose, given a name to begin with; null when none. */
  chooseTarget: (defaultName: string) => Promise<string | null>;
}

/** About as much text as is made before the event loop has its turn (LM2). */
const PIECE_CHARS = 256 * 1024;

/** Lets the user choose a file and writes the live values whose key begins with `prefix`, in C19's seed format, one a line. */
export async function exportEntries(
  { node, clock, chooseTarget }: ExportComponents,
  prefix: string,
): Promise<ExportOutcome> {
  if (countLive(node, prefix) === 0) return { kind: 'failed', reason: nothingThere(prefix) };
  const path = await chooseTarget(exportName(prefix, new Date(clock.now())));
  if (path === null) return { kind: 'cancelled' };
  const file = basename(path);
  let entries = 0;
  const counted = function* (): Generator<EntryView> {
    for (const page of livePages(node, prefix)) {
      entries += page.length;
      yield* page;
    }
  };
  try {
    await saveStream(path, exportText(counted()));
    return { kind: 'saved', file, entries };
  } catch (error) {
    return {
      kind: 'failed',
      reason: `${file} could not be written: ${describeSystemError(error)}. Choose another place.`,
    };
  }
}

const nothingThere = (prefix: string): string =>
  prefix === '' ? 'There are no values to export.' : `No key begins with “${prefix}”: there is nothing to export.`;

/** The text of the file, in pieces. */
export function* exportText(entries: Iterable<EntryView>): Generator<string> {
  let piece = '{';
  let separator = '\n';
  for (const entry of entries) {
    piece += separator + entryLine(entry);
    separator = ',\n';
    if (piece.length < PIECE_CHARS) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}\n}\n`;
}

/** Other than letters and digits of any script: what a file system may not take, or a person not read. */
const AWKWARD = /[^\p{L}\p{N}._-]+/gu;
const MAX_NAME_PART = 60;

/** `grapevine-desks-2026-11-24.json`, by the calendar of this machine. */
export function exportName(prefix: string, date: Date): string {
  const part = Array.from(prefix.replace(AWKWARD, '-'))
    .slice(0, MAX_NAME_PART)
    .join('')
    .replace(/^[-.]+|[-.]+$/g, '');
  const month = String(date.getMonth() + 1).padStart(2, '0');
  const day = String(date.getDate()).padStart(2, '0');
  return `grapevine-${part === '' ? 'state' : part}-${date.getFullYear()}-${month}-${day}.json`;
}
