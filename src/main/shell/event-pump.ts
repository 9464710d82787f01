/**
 * Carries what happens in the node to the window, at most one batch per interval. A batch's `seq` is one more than that of
 * the batch before; a larger step tells the window that something was left out and that it has to fetch again.
 *
 * A snapshot names the last batch that was sent. Whatever is pending then is in the snapshot already, and comes once
 * more in the next batch: every event states how things are, so repeating one does no harm, and none is lost.
 */
import type { GrapevineNode, NodeEvent, NodeStatus } from '../../core/node-api.ts';
import type { Scheduler } from '../../core/ports.ts';
import type { AppEvent, EventBatch, LiveStatus, Snapshot } from '../../shared/ipc.ts';
import type { SelfView } from '../../shared/model.ts';
import { assertNever } from '../../shared/result.ts';

export interface EventPumpComponents {
  node: Pick<GrapevineNode, 'status' | 'peers' | 'outsiders' | 'onChange'>;
  self: () => SelfView;
  onSelfChange: (listener: () => void) => () => void;
  scheduler: Scheduler;
  send: (batch: EventBatch) => void;
}

export interface EventPumpSettings {
  /** Least time between two batches: one animation frame. */
  intervalMs: number;
  /** Most events held for one batch (LM1). Beyond it they are dropped and the window fetches a snapshot instead. */
  maxPending: number;
}

export const DEFAULT_EVENT_PUMP_SETTINGS: EventPumpSettings = { intervalMs: 16, maxPending: 256 };

export interface EventPump {
  start(): void;
  stop(): void;
  snapshot(): Snapshot;
}

function liveOf(status: NodeStatus): LiveStatus {
  const { digest, c19Version, entries, sync, notices } = status;
  return { digest, c19Version, entries, sync, notices };
}

/** Events under one slot replace each other: only the latest of them counts. */
function slotOf(event: AppEvent): string {
  switch (event.kind) {
    case 'live':
    case 'self':
    case 'outsiders':
      return event.kind;
    case 'peer':
      return `peer ${event.peer.rowId}`;
    case 'peer-gone':
      return `peer ${event.rowId}`;
    case 'changeset':
      return `changeset ${event.changeset.seq}`;
    case 'delivery':
      return `delivery ${event.seq}`;
    default:
      return assertNever(event);
  }
}

export function createEventPump(components: EventPumpComponents, settings: EventPumpSettings): EventPump {
  const { node, scheduler, send } = components;
  const pending = new Map<string, AppEvent>();
  let overflowed = false;
  let seq = 0;
  let lastSentMs = -Infinity;
  let cancelTimer: (() => void) | null = null;
  let unsubscribe: (() => void)[] = [];

  const flush = (): void => {
    cancelTimer = null;
    seq += overflowed ? 2 : 1;
    const events = [...pending.values()];
    forget();
    lastSentMs = scheduler.monotonicMs();
    send({ seq, events });
  };

  const forget = (): void => {
    pending.clear();
    overflowed = false;
  };

  const add = (event: AppEvent): void => {
    hold(event);
    const waitMs = Math.max(0, lastSentMs + settings.intervalMs - scheduler.monotonicMs());
    cancelTimer ??= scheduler.after(waitMs, flush);
  };

  const hold = (event: AppEvent): void => {
    if (overflowed) return;
    const slot = slotOf(event);
    pending.delete(slot);
    pending.set(slot, event);
    if (pending.size <= settings.maxPending) return;
    pending.clear();
    overflowed = true;
  };

  const addSelf = (): void => {
    add({ kind: 'self', self: components.self() });
  };

  const onNodeEvent = (event: NodeEvent): void => {
    switch (event.kind) {
      case 'changeset':
      case 'delivery':
      case 'peer':
      case 'peer-gone':
      case 'outsiders':
        add(event);
        break;
      case 'status':
        add({ kind: 'live', live: liveOf(event.status) });
        break;
      case 'identity':
        addSelf();
        break;
      default:
        assertNever(event);
    }
  };

  return {
    start() {
      if (unsubscribe.length === 0) unsubscribe = [node.onChange(onNodeEvent), components.onSelfChange(addSelf)];
    },
    stop() {
      unsubscribe.forEach((end) => end());
      unsubscribe = [];
      cancelTimer?.();
      cancelTimer = null;
      forget();
    },
    snapshot: () => ({
      seq,
      self: components.self(),
      live: liveOf(node.status()),
      peers: node.peers(),
      outsiders: node.outsiders(),
    }),
  };
}
