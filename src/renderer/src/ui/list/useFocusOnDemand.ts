import { useEffect, type RefObject } from 'react';
import { useStore } from 'zustand';
import { useApp } from '../app-context.ts';

/** Gives the page's list the focus when the page was opened by the keyboard. */
export function useFocusOnDemand(list: RefObject<HTMLElement | null>): void {
  const { nav } = useApp();
  const wanted = useStore(nav.store, (state) => state.wantsFocus);
  useEffect(() => {
    if (!wanted || !list.current) return;
    list.current.focus();
    nav.focusTaken();
  }, [nav, list, wanted]);
}
