import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { Key } from '../../../../shared/model.ts';
import type { KeyWindowState } from '../../stores/key-window.ts';

/**
 * Keeps the rows under the reader's eyes when keys come or go above them, and starts at the top when something else is listed.
 * At the top itself the list stays at its top.
 */
export function useListPosition(
  scroller: RefObject<HTMLDivElement | null>,
  { rows, offset, shown }: Pick<KeyWindowState<{ key: Key }, unknown>, 'rows' | 'offset' | 'shown'>,
  rowHeight: number,
): void {
  const last = useRef({ rows, offset, shown });
  useLayoutEffect(() => {
    const before = last.current;
    last.current = { rows, offset, shown };
    const element = scroller.current;
    if (!element || before.rows === rows) return;
    if (before.shown !== shown) {
      element.scrollTo({ top: 0 });
      return;
    }
    const top = Math.floor(element.scrollTop / rowHeight);
    const key = before.rows[top - before.offset]?.key;
    const at = top === 0 || key === undefined ? -1 : rows.findIndex((row) => row.key === key);
    if (at >= 0) element.scrollBy({ top: (offset + at - top) * rowHeight });
  }, [scroller, rows, offset, shown, rowHeight]);
}
