import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome, World } from './target.ts';

/** A file system in memory, on Linux: waiting for a disk would take most of the time. */
const MEMORY = '/dev/shm';

/** A folder with one file, whose content is the input. */
export class FileWorld implements World {
  readonly path: string;
  readonly #folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'grapevine-fuzz-'));
  readonly #judge: (file: FileWorld, input: Uint8Array) => Promise<Outcome>;

  constructor(name: string, judge: (file: FileWorld, input: Uint8Array) => Promise<Outcome>) {
    this.path = join(this.#folder, name);
    this.#judge = judge;
  }

  feed(input: Uint8Array): Promise<Outcome> {
    writeFileSync(this.path, input);
    return this.#judge(this, input);
  }

  read(): Buffer {
    return readFileSync(this.path);
  }

  close(): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
    return Promise.resolve();
  }

  /** What was said of the file, without its path. */
  without(sentence: string): string {
    return sentence.replaceAll(this.path, 'the file');
  }
}
