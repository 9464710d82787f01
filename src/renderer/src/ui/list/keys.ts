import type { KeyboardEvent } from 'react';

interface ListKeys {
  count: number;
  /** -1 when the keyboard stands nowhere yet. */
  active: number;
  /** Rows that a page holds. */
  pageRows: number;
  onMove: (index: number) => void;
  onOpen?: (index: number) => void;
}

const clamp = (value: number, max: number): number => Math.max(0, Math.min(value, max));

/** Where a key leads in a list; null for keys that mean nothing there. */
export function targetRow(
  key: string,
  { count, active, pageRows }: Pick<ListKeys, 'count' | 'active' | 'pageRows'>,
): number | null {
  const last = count - 1;
  switch (key) {
    case 'ArrowDown':
      return clamp(active + 1, last);
    case 'ArrowUp':
      return clamp(active < 0 ? 0 : active - 1, last);
    case 'PageDown':
      return clamp(active + pageRows, last);
    case 'PageUp':
      return clamp(active - pageRows, last);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

/** Arrows, Home, End, Page Up and Down move in a list; Enter opens. */
export function listKeyHandler(list: ListKeys): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || list.count === 0 || event.target !== event.currentTarget)
      return;
    const target = targetRow(event.key, list);
    if (target !== null) list.onMove(target);
    else if (event.key === 'Enter' && list.active >= 0 && list.onOpen) list.onOpen(list.active);
    else return;
    event.preventDefault();
  };
}
