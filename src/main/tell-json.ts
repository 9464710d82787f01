import type { Output } from './cli/output.ts';
import type { RunningApp } from './start.ts';

/** For programs (`--json`): one line once the node runs, then every line of the log. */
export function tellJson(app: RunningApp, out: Output): void {
  const { id, peerPort, apiPort } = app.self();
  out.line(JSON.stringify({ ready: true, id, peerPort, apiPort }));
  app.echoLog((line) => out.write(line));
}
