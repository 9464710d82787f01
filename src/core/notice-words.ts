import type { Key, Notice } from '../shared/model.ts';
import type { OpenedStorage, StorageError } from './ports.ts';

type NoticeText = Omit<Notice, 'id'>;

/** While storing fails: the node goes on with what it holds in memory. */
export function storageNotice({ detail }: StorageError): NoticeText {
  return { severity: 'error', text: `Changes on this machine are refused until they can be stored: ${detail}` };
}

/** This machine's clock is wrong (PD5); `correctionMs` is what the others' are ahead. */
export function clockNotice(correctionMs: number): NoticeText {
  const seconds = Math.round(Math.abs(correctionMs) / 1_000);
  const where = correctionMs > 0 ? 'behind' : 'ahead of';
  const text = `The clock of this machine is ${seconds} s ${where} those of the others. Changes made here are stamped with the others' time; set the clock right, or lifetimes end at other times here than there.`;
  return { severity: 'warning', text };
}

/** A database could not be opened (CH5). */
export function setAsideNotice({ file, reason }: NonNullable<OpenedStorage['setAside']>): NoticeText {
  const text = `The stored state could not be read (${reason}). It is kept in ${file}; this machine starts from its peers.`;
  return { severity: 'error', text };
}

/** Entries of a seed file that nobody would accept yet (ST7). */
export function futureSeedNotice(keys: Key[]): NoticeText {
  const which =
    keys.length === 1 ? `“${keys[0] ?? ''}”` : `${keys.length} entries, the first of them “${keys[0] ?? ''}”,`;
  const text = `The seed file stamps ${which} more than 60 s in the future of this machine: left out. Set the clock or the file right.`;
  return { severity: 'warning', text };
}
