/** The node behind the window: started beside it, and joined to it by the event pump. */
import { createPause } from '../../core/pause.ts';
import type { Clock, Scheduler } from '../../core/ports.ts';
import type { EventBatch } from '../../shared/ipc.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { RunningApp, StartError } from '../start.ts';
import { exportEntries } from '../transfer/export-entries.ts';
import type { FileDialogs } from '../transfer/file-dialogs.ts';
import { Imports } from '../transfer/imports.ts';
import type { ReadEntries } from '../transfer/read-entries.ts';
import { createEventPump, DEFAULT_EVENT_PUMP_SETTINGS } from './event-pump.ts';
import type { HandlerTarget } from './handlers.ts';

export interface NodeSessionComponents {
  startApp: () => Promise<Result<RunningApp, StartError>>;
  scheduler: Scheduler;
  clock: Clock;
  dialogs: FileDialogs;
  readEntries: ReadEntries;
  send: (batch: EventBatch) => void;
}

export interface NodeSession {
  /** Settles once the node runs; never if it could not be started. */
  readonly target: Promise<HandlerTarget>;
  start(): Promise<Result<RunningApp, StartError>>;
  stop(): Promise<void>;
}

export function createNodeSession(components: NodeSessionComponents): NodeSession {
  const { startApp, scheduler, send } = components;
  const target = Promise.withResolvers<HandlerTarget>();
  let starting: Promise<Result<RunningApp, StartError>> | null = null;
  let stopPump = (): void => undefined;

  const join = (running: RunningApp): void => {
    const { node } = running;
    const pump = createEventPump(
      { node, self: () => running.self(), onSelfChange: (listener) => running.onSelfChange(listener), scheduler, send },
      DEFAULT_EVENT_PUMP_SETTINGS,
    );
    pump.start();
    stopPump = () => pump.stop();
    target.resolve({
      node,
      snapshot: () => pump.snapshot(),
      addPeer: (address) => {
        const added = running.staticPeers.add(address);
        return added.ok ? ok(null) : added;
      },
      forgetPeer: (rowId) => running.staticPeers.forget(rowId),
      blockPeer: (rowId) => {
        const blocked = running.blocking.block(rowId);
        return blocked.ok ? ok(null) : blocked;
      },
      unblockPeer: (rowId) => running.blocking.unblock(rowId),
      keptIn: () => running.keptIn(),
      ...transferOf(running, components),
    });
  };

  const begin = async (): Promise<Result<RunningApp, StartError>> => {
    const started = await startApp();
    if (started.ok) join(started.value);
    return started;
  };

  return {
    target: target.promise,
    start: () => (starting ??= begin()),
    async stop() {
      const started = await starting;
      stopPump();
      if (started?.ok === true) await started.value.stop();
    },
  };
}

/** Import and export through files that the user chooses. */
function transferOf(
  { node, settings }: RunningApp,
  { scheduler, clock, dialogs, readEntries }: NodeSessionComponents,
): Pick<HandlerTarget, 'imports' | 'exportEntries'> {
  const chooseFile = () => dialogs.chooseFile();
  const chooseTarget = (defaultName: string) => dialogs.chooseTarget(defaultName);
  return {
    imports: new Imports({ node, chooseFile, readEntries, pause: createPause(scheduler) }, settings),
    exportEntries: (prefix) => exportEntries({ node, clock, chooseTarget }, prefix),
  };
}
