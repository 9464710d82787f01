import { createStore, type StoreApi } from 'zustand/vanilla';

export const PAGES = ['state', 'history', 'peers', 'settings'] as const;
export type Page = (typeof PAGES)[number];

export interface NavState {
  page: Page;
  /** The page's list is asked to take the focus. */
  wantsFocus: boolean;
}

export interface Nav {
  readonly store: StoreApi<NavState>;
  go(page: Page): void;
  /** Goes there and puts the focus into the page's list: for the keyboard. */
  goAndFocus(page: Page): void;
  /** The list has taken the focus. */
  focusTaken(): void;
}

export function createNav(): Nav {
  const store = createStore<NavState>(() => ({ page: 'state', wantsFocus: false }));
  return {
    store,
    go: (page) => store.setState({ page, wantsFocus: false }),
    goAndFocus: (page) => store.setState({ page, wantsFocus: true }),
    focusTaken: () => store.setState({ wantsFocus: false }),
  };
}
