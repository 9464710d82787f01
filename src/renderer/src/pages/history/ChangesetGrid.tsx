import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowUp } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { plural } from '../../format/number.ts';
import { MAX_ROWS } from '../../stores/history.ts';
import { useApp } from '../../ui/app-context.ts';
import { listKeyHandler } from '../../ui/list/keys.ts';
import { useFocusOnDemand } from '../../ui/list/useFocusOnDemand.ts';
import css from './ChangesetGrid.module.css';
import { ChangesetRow, changesetRowId } from './ChangesetRow.tsx';

const ROW_HEIGHT = 38;
/** Older rows are fetched when the end comes this near. */
const AHEAD_ROWS = 30;
const TOP_PX = 4;

/** The changesets as a tree of two levels: each opens to its changes. It moves only while it stands at its top. */
export function ChangesetGrid() {
  const { history, opened } = useApp();
  const { rows, more, fresh, filter, shown } = useStore(history.store);
  const openSeq = useStore(opened.store, (state) => state.seq);
  const scroller = useRef<HTMLDivElement>(null);
  const [activeSeq, setActiveSeq] = useState<number | null>(null);
  const [atTop, setAtTop] = useState(true);
  // eslint-disable-next-line react-hooks/incompatible-library -- it keeps state of its own; nothing here is memoised over it
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.seq ?? index,
    overscan: 10,
  });
  const items = virtualizer.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? 0;
  const active = rows.findIndex((row) => row.seq === activeSeq);

  useEffect(() => history.setFollowing(atTop && openSeq === null), [history, atTop, openSeq]);
  useEffect(() => {
    if (more && lastIndex >= rows.length - AHEAD_ROWS) void history.loadMore();
  }, [history, more, lastIndex, rows.length]);
  useEffect(() => scroller.current?.scrollTo({ top: 0 }), [shown]);
  // What other filters hold back cannot stay open: it would keep the list from following.
  useEffect(() => {
    if (openSeq !== null && shown === filter && !rows.some((row) => row.seq === openSeq)) opened.close();
  }, [opened, openSeq, shown, filter, rows]);
  useFocusOnDemand(scroller);

  const move = (index: number): void => {
    setActiveSeq(rows[index]?.seq ?? null);
    virtualizer.scrollToIndex(index);
  };
  const open = (index: number): void => {
    const seq = rows[index]?.seq;
    if (seq === undefined) return;
    setActiveSeq(seq);
    opened.toggle(seq);
  };
  const showFresh = (): void => {
    opened.close();
    history.showFresh();
    scroller.current?.scrollTo({ top: 0 });
    scroller.current?.focus();
  };
  const onKeyDown = listKeyHandler({
    count: rows.length,
    active,
    pageRows: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2),
    onMove: move,
    onOpen: open,
  });

  return (
    <>
      {fresh > 0 && <FreshPill onClick={showFresh} />}
      <div
        id="changeset-list"
        ref={scroller}
        className={css['grid']}
        role="treegrid"
        aria-label="Changes, newest first"
        aria-busy={shown !== filter}
        aria-rowcount={more ? -1 : rows.length + 1}
        tabIndex={0}
        aria-activedescendant={
          items.some((item) => item.index === active) && activeSeq !== null ? changesetRowId(activeSeq) : undefined
        }
        onKeyDown={onKeyDown}
        onScroll={(event) => setAtTop(event.currentTarget.scrollTop <= TOP_PX)}
      >
        <div className={css['header']} role="row" aria-rowindex={1}>
          <span role="columnheader">Time</span>
          <span role="columnheader">From</span>
          <span role="columnheader">What changed</span>
          <span role="columnheader">Version</span>
          <span role="columnheader">Seen by</span>
        </div>
        <div className={css['rows']} role="rowgroup" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index];
            return (
              row && (
                <div
                  key={item.key}
                  ref={virtualizer.measureElement}
                  data-index={item.index}
                  role="presentation"
                  className={css['item']}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <ChangesetRow
                    changeset={row}
                    rowIndex={item.index + 2}
                    active={item.index === active}
                    open={row.seq === openSeq}
                    onOpen={() => open(item.index)}
                  />
                </div>
              )
            );
          })}
        </div>
        {rows.length >= MAX_ROWS && more && (
          <p className={css['end']}>Older changes are kept: use the filters to look further back.</p>
        )}
      </div>
    </>
  );
}

/** What waits above, so that the list does not move under the reader. */
function FreshPill({ onClick }: { onClick: () => void }) {
  const fresh = useStore(useApp().history.store, (state) => state.fresh);
  const atLeast = useStore(useApp().history.store, (state) => state.freshAtLeast);
  const words = plural(fresh, 'new change', 'new changes');
  return (
    <button type="button" className={css['fresh']} onClick={onClick}>
      <ArrowUp size={13} strokeWidth={2.2} aria-hidden />
      {atLeast ? `More than ${words}` : words}
    </button>
  );
}
