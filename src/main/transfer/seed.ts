/** Entries that a node starts with (ST11). */
import type { FileEntry, GrapevineNode } from '../../core/node-api.ts';
import type { Logger } from '../../core/ports.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { describeFileFault, type ReadEntries } from './read-entries.ts';

export interface Seed {
  path: string;
  entries: FileEntry[];
}

/** Null without a file. The error is a sentence that names the file, and where in it the fault is. */
export async function readSeed(readEntries: ReadEntries, path: string | null): Promise<Result<Seed | null, string>> {
  if (path === null) return ok(null);
  const read = await readEntries(path);
  return read.ok ? ok({ path, entries: read.value }) : err(`The seed file ${path}${describeFileFault(read.error)}`);
}

/** Merges the seed into the running node. A refusal is told and does not end the node: its state is as it was. */
export async function plantSeed(
  { node, logger }: { node: Pick<GrapevineNode, 'seed' | 'notice'>; logger: Logger },
  { path, entries }: Seed,
): Promise<void> {
  const done = await node.seed(entries);
  if (done.ok) {
    const { added = 0, changed = 0, removed = 0 } = done.value.changeset ?? {};
    logger.info('seed-merged', { file: path, entries: entries.length, added, changed, removed });
    return;
  }
  const { kind, reason } = done.error;
  logger.error('seed-refused', { file: path, kind, reason });
  const text = `Nothing of the seed file ${path} was taken: ${reason.replace(/\.$/, '')}. It is tried again at the next start.`;
  node.notice('seed', { severity: 'error', text });
}
