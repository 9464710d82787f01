import { access, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntryView } from '../../../shared/model.ts';
import { entryLine } from '../../../core/state/entries-file.ts';
import { syncFolder } from '../../profile/atomic-file.ts';
import { systemErrorCode } from '../../profile/system-error.ts';
import { chunks } from './chunks.ts';
import { timeForNames } from './time-for-names.ts';

interface Draft {
  file: FileHandle;
  path: string;
  /** The name that it gets when it is complete. */
  target: string;
}

/**
 * Writes entries to a new file of the folder, in C19's seed format (ST10, ST11), an entry a line; the file's path, once it is on the disk for
 * good. No file is ever overwritten. Works piece by piece (LM2). Throws what the file system throws, and leaves nothing behind then.
 */
export async function writeEntriesAside(folder: string, entries: EntryView[], now: Date): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = await beginDraft(join(folder, `set-aside-${timeForNames(now)}`));
  try {
    await writePieces(draft.file, entries);
    await rename(draft.path, draft.target);
  } catch (error) {
    await rm(draft.path, { force: true });
    throw error;
  }
  await syncFolder(folder);
  return draft.target;
}

/** Whoever has made the draft, alone has the name that goes with it. */
async function beginDraft(base: string): Promise<Draft> {
  for (let count = 1; ; count += 1) {
    const target = `${base}${count === 1 ? '' : `-${count}`}.json`;
    const path = `${target}.part`;
    const file = await createNew(path);
    if (file === null) continue;
    if (!(await exists(target))) return { file, path, target };
    await file.close();
    await rm(path);
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Null when there is such a file. */
async function createNew(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return null;
    throw error;
  }
}

async function writePieces(file: FileHandle, entries: EntryView[]): Promise<void> {
  try {
    for (const piece of pieces(entries)) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

function* pieces(entries: EntryView[]): Generator<string> {
  let before = '{\n';
  for (const chunk of chunks(entries, ({ key, text }) => key.length + text.length)) {
    yield before + chunk.map(entryLine).join(',\n');
    before = ',\n';
  }
  yield entries.length === 0 ? '{}\n' : '\n}\n';
}
