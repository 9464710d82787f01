import { copyFile, link, mkdir, readdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/**
 * An Electron for a test to change, as a package has it: with an executable of its own, called as the program is. The other
 * files are those of the runtime itself where the file system can share them, and its resources are left out.
 * @param {string} electron the runtime's executable, on Linux
 * @param {string} folder on the same file system, or it takes 200 MB more
 * @returns {Promise<string>} the executable
 */
export async function copyRuntime(electron, folder) {
  const runtime = dirname(electron);
  const executable = join(folder, 'grapevine');
  for (const entry of await readdir(runtime, { recursive: true, withFileTypes: true })) {
    const from = join(entry.parentPath, entry.name);
    const to = join(folder, relative(runtime, from));
    if (from === electron) await copyFile(from, executable);
    else if (entry.isDirectory()) await mkdir(to, { recursive: true });
    else if (!from.startsWith(join(runtime, 'resources') + sep)) await link(from, to).catch(() => copyFile(from, to));
  }
  return executable;
}
