import type { GrapevineNode } from '../core/node-api.ts';
import type { Scheduler } from '../core/ports.ts';
import type { SelfView } from '../shared/model.ts';

/** How often the machine's addresses are looked at. */
const POLL_MS = 3_000;

export interface SelfComponents {
  node: Pick<GrapevineNode, 'status' | 'onChange'>;
  scheduler: Scheduler;
  addresses: () => string[];
}

export type SelfSettings = Pick<SelfView, 'apiPort' | 'program' | 'discovery'>;

/** What this machine says of itself, and when that changes. */
export interface Self {
  view(): SelfView;
  onChange(listener: () => void): () => void;
  start(): void;
  stop(): void;
}

export function createSelf({ node, scheduler, addresses }: SelfComponents, settings: SelfSettings): Self {
  const listeners = new Set<() => void>();
  /** Asking the system on every commit would cost more than the commit. */
  let known = addresses();
  let shown = '';
  let stopWatching: (() => void) | null = null;

  function view(): SelfView {
    const { id, startId, name, peerPort, group } = node.status();
    return { id, startId, name, addresses: known, peerPort, group, ...settings };
  }

  function look(): void {
    const text = JSON.stringify(view());
    if (text === shown) return;
    shown = text;
    for (const listener of listeners) listener();
  }

  function watch(): () => void {
    let cancel = (): void => undefined;
    const poll = (): void => {
      known = addresses();
      look();
      cancel = scheduler.after(POLL_MS, poll);
    };
    shown = JSON.stringify(view());
    cancel = scheduler.after(POLL_MS, poll);
    const unsubscribe = node.onChange((event) => {
      if (event.kind === 'identity' || event.kind === 'status') look();
    });
    return () => {
      cancel();
      unsubscribe();
    };
  }

  return {
    view,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      stopWatching ??= watch();
    },
    stop() {
      stopWatching?.();
      stopWatching = null;
    },
  };
}
