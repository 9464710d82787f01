import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

  setWritable(isWritable: boolean): void {
    execFileSync('mount', ['-o', `remount,${isWritable ? 'rw' : 'ro'}`, this.folder]);
  }
}
