/** Who holds the profile's lock: a note for the second one to come, not the lock itself. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const holderSchema = z.object({
  pid: z.int().min(1),
  kind: z.enum(['window', 'serve']),
  /** Ms since the Unix epoch. */
  since: z.int().min(0).max(8.64e15),
  /** Of its local API; null when it has none, or not yet. */
  apiPort: z.int().min(1).max(65_535).nullable().default(null),
});

export type LockHolder = z.infer<typeof holderSchema>;

/** What is known of it before it runs. */
export type NewHolder = Omit<LockHolder, 'apiPort'>;

const NAMES = { window: 'the Grapevine window', serve: 'grapevine serve' } as const;

export function writeHolder(path: string, holder: NewHolder | LockHolder): void {
  writeFileSync(path, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
}

export function clearHolder(path: string): void {
  rmSync(path, { force: true });
}

/** Null when there is no note, or only one left behind by a process that was killed. */
export function readHolder(path: string): LockHolder | null {
  try {
    const holder = holderSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    return isRunning(holder.pid) ? holder : null;
  } catch {
    return null;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export function describeHolder(holder: LockHolder | null): string {
  if (holder === null) return 'This profile is in use by another Grapevine.';
  const since = new Date(holder.since).toLocaleString('sv-SE', {
    ...(isToday(holder.since) ? {} : { dateStyle: 'short' }),
    timeStyle: 'short',
  });
  return `This profile is in use by ${NAMES[holder.kind]} (process ${holder.pid}) since ${since}.`;
}

const isToday = (time: number): boolean => new Date(time).toDateString() === new Date().toDateString();
