/** The `grapevine` command. Runs in the Electron executable as Node. */
import { createScheduler } from '../adapters/scheduler.ts';
import { describeFault } from '../fault.ts';
import type { RunningApp } from '../start.ts';
import { createOutput } from './output.ts';
import { runCommand } from './run-command.ts';
import { watchSignals } from './signals.ts';

const out = createOutput(process.stdout);
const errors = createOutput(process.stderr);
const exit = (code: number): never => process.exit(code);

let running: RunningApp | null = null;

/** One plain line for the person, the stack for the log. */
function onFault(fault: unknown): void {
  running?.logger.error('unexpected-fault', { error: describeFault(fault) });
  const more = running === null ? '' : ' The log of the profile says more.';
  const [message = ''] = (fault instanceof Error ? fault.message : String(fault)).split('\n');
  errors.line(`grapevine: Something unexpected went wrong: ${message}.${more}`);
  exit(1);
}

process.on('uncaughtException', onFault);
process.on('unhandledRejection', onFault);

const { first: asked } = watchSignals({ process, exit });
const code = await runCommand(process.argv.slice(2), {
  out,
  errors,
  scheduler: createScheduler(),
  asked,
  onRunning: (app) => {
    running = app;
  },
});
await out.drained();
exit(code);
