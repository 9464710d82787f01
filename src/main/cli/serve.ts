/** `grapevine serve`: a node without a window. */
import type { Scheduler } from '../../core/ports.ts';
import { VERSION } from '../program.ts';
import { startApp, type RunningApp } from '../start.ts';
import { tellJson } from '../tell-json.ts';
import type { AppOptions } from './options.ts';
import type { Output } from './output.ts';

export interface ServeComponents {
  out: Output;
  errors: Output;
  scheduler: Scheduler;
  /** Settles when the program is asked to end. */
  asked: Promise<unknown>;
  /** Called with the running program, so that faults can be logged. */
  onRunning(app: RunningApp): void;
}

/** A stop that takes longer is cut short: service managers and people wait for 3 s. */
const STOP_LIMIT_MS = 2_700;

const OPEN_GROUP_LINE =
  'This node is in an open group: everyone on the network can read and write. Say --open to confirm, or --new-group or --join for a private one.';

/** Runs until it is asked to end. Resolves with the exit code. */
export async function serve(options: AppOptions, components: ServeComponents): Promise<number> {
  const { out, errors } = components;
  const started = await startApp(options);
  if (!started.ok) {
    errors.line(`grapevine: ${started.error.text}`);
    return 1;
  }
  const app = started.value;
  components.onRunning(app);
  if (app.self().group.kind === 'open' && options.group.kind !== 'open') errors.line(OPEN_GROUP_LINE);
  if (options.json) tellJson(app, out);
  else tellPeople(app, out);
  await components.asked;
  await stopInTime(app, components.scheduler);
  return 0;
}

function tellPeople(app: RunningApp, out: Output): void {
  const { name, peerPort, apiPort } = app.self();
  const api = apiPort === null ? 'no local API' : `local API at http://127.0.0.1:${apiPort}/`;
  out.line(`Grapevine ${VERSION} runs as "${name}": peers at port ${peerPort}, ${api}, profile ${app.profileDir}`);
  const told = new Set<string>();
  const tellNotices = (): void => {
    for (const { text } of app.node.status().notices) {
      if (!told.has(text)) out.line(text);
      told.add(text);
    }
  };
  tellNotices();
  app.node.onChange((event) => {
    if (event.kind === 'status') tellNotices();
  });
}

/** What is cut short is the goodbye; the state needs none. */
async function stopInTime(app: RunningApp, scheduler: Scheduler): Promise<void> {
  const overdue = Promise.withResolvers<undefined>();
  const cancel = scheduler.after(STOP_LIMIT_MS, () => {
    app.logger.warn('stop-cut-short');
    overdue.resolve(undefined);
  });
  await Promise.race([app.stop(), overdue.promise]);
  cancel();
}
