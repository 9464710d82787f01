import { createStore, type StoreApi } from 'zustand/vanilla';

/** What the window's one live region says; `turn` makes the same words said twice. */
export interface Announcement {
  text: string;
  turn: number;
}

export interface Announcer {
  readonly store: StoreApi<Announcement>;
  say(text: string): void;
}

export function createAnnouncer(): Announcer {
  const store = createStore<Announcement>(() => ({ text: '', turn: 0 }));
  return { store, say: (text) => store.setState((last) => ({ text, turn: last.turn + 1 })) };
}
