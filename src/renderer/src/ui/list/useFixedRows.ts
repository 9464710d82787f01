import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Rows rendered beyond each end of the screen. */
const OVERSCAN = 6;

export interface FixedRows {
  scroller: RefObject<HTMLDivElement | null>;
  onScroll: () => void;
  /** First and last row to render. */
  first: number;
  last: number;
  totalHeight: number;
  pageRows: number;
  /** Scrolls as little as is needed to show a row. */
  reveal: (index: number) => void;
}

interface View {
  top: number;
  height: number;
}

/** Renders only the rows on the screen, all of one height: any number of them costs the same. */
export function useFixedRows(count: number, rowHeight: number, startTop = 0): FixedRows {
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<View>({ top: startTop, height: 0 });

  const measure = useCallback((): void => {
    const element = scroller.current;
    if (!element) return;
    const top = Math.floor(element.scrollTop / rowHeight) * rowHeight;
    const height = element.clientHeight;
    setView((old) => (old.top === top && old.height === height ? old : { top, height }));
  }, [rowHeight]);

  useLayoutEffect(() => {
    if (scroller.current) scroller.current.scrollTop = startTop;
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only where the list begins; from then on the user scrolls
  }, []);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [measure]);

  const reveal = useCallback(
    (index: number): void => {
      const element = scroller.current;
      if (!element) return;
      const top = index * rowHeight;
      const bottom = top + rowHeight - element.clientHeight;
      if (element.scrollTop > top) element.scrollTop = top;
      else if (element.scrollTop < bottom) element.scrollTop = bottom;
    },
    [rowHeight],
  );

  const { first, last } = rowRange(count, rowHeight, view);
  const pageRows = Math.max(1, Math.floor(view.height / rowHeight) - 1);
  return { scroller, onScroll: measure, first, last, totalHeight: count * rowHeight, pageRows, reveal };
}

/** Rows on the screen and a few beyond; `last` is -1 when there is none. */
export function rowRange(count: number, rowHeight: number, { top, height }: View): { first: number; last: number } {
  const first = Math.floor(top / rowHeight) - OVERSCAN;
  const last = Math.ceil((top + height) / rowHeight) + OVERSCAN;
  return { first: Math.max(0, Math.min(first, count - 1)), last: Math.min(last, count - 1) };
}
