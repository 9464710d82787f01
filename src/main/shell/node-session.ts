/** The node behind the window: started beside it, and joined to it by the event pump. */
import type { Scheduler } from '../../core/ports.ts';
import type { EventBatch } from '../../shared/ipc.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { RunningApp, StartError } from '../start.ts';
import { createEventPump, DEFAULT_EVENT_PUMP_SETTINGS } from './event-pump.ts';
import type { HandlerTarget } from './handlers.ts';

export interface NodeSessionComponents {
  startApp: () => Promise<Result<RunningApp, StartError>>;
  scheduler: Scheduler;
  send: (batch: EventBatch) => void;
}

export interface NodeSession {
  /** Settles once the node runs; never if it could not be started. */
  readonly target: Promise<HandlerTarget>;
  start(): Promise<Result<RunningApp, StartError>>;
  stop(): Promise<void>;
}

export function createNodeSession({ startApp, scheduler, send }: NodeSessionComponents): NodeSession {
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
