import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Waits for the end of its input; then ends every process in the namespaces, and removes these and the folder. */
const SCRIPT = `
cat
folder=$1; shift
for name; do
  ip netns pids "$name" | xargs -r kill -9
  ip netns del "$name"
done
rm -rf -- "$folder"
`;

/**
 * Removes what a lab made, once told to or once this process is gone, whatever ended it: it is a process of its own, in
 * a session of its own, that Ctrl-C does not reach. Returns the call that has it done now; that resolves when all is gone.
 */
export function startJanitor(folder: string, namespaces: readonly string[]): () => Promise<void> {
  const child = spawn('sh', ['-c', SCRIPT, 'janitor', folder, ...namespaces], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = once(child, 'exit');
  return async () => {
    child.stdin.end();
    await ended;
  };
}
