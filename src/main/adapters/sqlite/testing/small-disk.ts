import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ZEROS = Buffer.alloc(4096);

/** Only root on Linux may mount. */
export const CAN_MOUNT = process.platform === 'linux' && process.getuid?.() === 0;

/** A small disk of its own in memory; unmounted afterwards. */
export async function withSmallDisk(sizeBytes: number, work: (disk: SmallDisk) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'grapevine-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'tmpfs', folder]);
  try {
    await work(new SmallDisk(folder));
  } finally {
    execFileSync('umount', [folder]);
    rmSync(folder, { recursive: true });
  }
}

export class SmallDisk {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Leaves no room; the file whose removal gives it back. */
  fill(): string {
    const filler = join(this.folder, 'filler');
    const descriptor = openSync(filler, 'w');
    try {
      for (;;) writeSync(descriptor, ZEROS);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    } finally {
      closeSync(descriptor);
    }
    return filler;
  }

  setWritable(isWritable: boolean): void {
    execFileSync('mount', ['-o', `remount,${isWritable ? 'rw' : 'ro'}`, this.folder]);
  }
}
