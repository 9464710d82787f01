import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { EntriesState } from '../../stores/entries.ts';

/**
 * Keeps the rows under the reader's eyes when keys come or go above them, and starts at the top when the filter changed.
 * At the top itself the list stays at its top.
 */
export function useListPosition(
  scroller: RefObject<HTMLDivElement | null>,
  { rows, offset, shownFilter }: EntriesState,
  rowHeight: number,
): void {
  const last = useRef({ rows, offset, shownFilter });
  useLayoutEffect(() => {
    const before = last.current;
    last.current = { rows, offset, shownFilter };
    const element = scroller.current;
    if (!element || before.rows === rows) return;
    if (before.shownFilter !== shownFilter) {
      element.scrollTo({ top: 0 });
      return;
    }
    const top = Math.floor(element.scrollTop / rowHeight);
    const key = before.rows[top - before.offset]?.key;
    const at = top === 0 || key === undefined ? -1 : rows.findIndex((row) => row.key === key);
    if (at >= 0) element.scrollBy({ top: (offset + at - top) * rowHeight });
  }, [scroller, rows, offset, shownFilter, rowHeight]);
}
