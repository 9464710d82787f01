import { CircleAlert, ListTree, SearchX } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { formatAge } from '../../format/time.ts';
import { rowAt, type EntriesState } from '../../stores/entries.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FailureBar } from '../../ui/FailureBar.tsx';
import { KeyName } from '../../ui/KeyName.tsx';
import { listKeyHandler } from '../../ui/list/keys.ts';
import { useFocusOnDemand } from '../../ui/list/useFocusOnDemand.ts';
import { useFixedRows, type FixedRows } from '../../ui/list/useFixedRows.ts';
import { Quiet } from '../../ui/Quiet.tsx';
import css from './EntryList.module.css';
import { useListPosition } from './useListPosition.ts';

const ROW_HEIGHT = 30;

/** The keys, as many as there may be: only a window of them is held, and only what is on the screen is rendered. */
export function EntryList() {
  const { entries, editor } = useApp();
  const state = useStore(entries.store);
  if (state.shownFilter === null) {
    if (state.failure === null) return <Quiet />;
    const again = <Button onClick={() => entries.refresh()}>Try again</Button>;
    return (
      <EmptyState icon={CircleAlert} title="The entries could not be read" action={again}>
        {state.failure}
      </EmptyState>
    );
  }
  if (state.matching > 0) {
    return (
      <>
        <Keys state={state} />
        {state.failure !== null && <FailureBar reason={state.failure} onRetry={() => entries.refresh()} />}
      </>
    );
  }
  if (state.shownFilter !== '') {
    return (
      <EmptyState
        icon={SearchX}
        title="No key contains this"
        action={<Button onClick={() => entries.setFilter('')}>Clear the filter</Button>}
      >
        None of the {state.total.toLocaleString()} keys contains “{state.shownFilter}”.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={ListTree}
      title="No entries yet"
      action={
        <Button variant="primary" onClick={() => editor.openNew()}>
          New entry
        </Button>
      }
    >
      Every entry written on any machine of the group appears here.
    </EmptyState>
  );
}

function Keys({ state }: { state: EntriesState }) {
  const { entries } = useApp();
  const rows = useFixedRows(state.matching, ROW_HEIGHT, entries.scrollTop);
  const { scroller, first, last, reveal } = rows;
  useListPosition(scroller, state, ROW_HEIGHT);
  useEffect(() => entries.show(first, last), [entries, first, last]);
  useFocusOnDemand(scroller);

  const choose = (index: number): void => {
    entries.activate(index);
    reveal(index);
  };
  const onKeyDown = listKeyHandler({
    count: state.matching,
    active: state.activeIndex,
    pageRows: rows.pageRows,
    onMove: choose,
    onOpen: () => document.getElementById('entry-detail')?.focus(),
  });
  const activeShown = state.activeIndex >= first && state.activeIndex <= last;
  return (
    <div
      id="entry-list"
      ref={scroller}
      className={css['list']}
      role="listbox"
      aria-label="Entries"
      tabIndex={0}
      aria-activedescendant={activeShown ? rowId(state.activeIndex) : undefined}
      onKeyDown={onKeyDown}
      onScroll={() => {
        entries.scrolled(scroller.current?.scrollTop ?? 0);
        rows.onScroll();
      }}
    >
      <Rows state={state} rows={rows} onChoose={choose} />
    </div>
  );
}

const rowId = (index: number): string => `entry-row-${index}`;

function Rows({ state, rows, onChoose }: { state: EntriesState; rows: FixedRows; onChoose: (index: number) => void }) {
  const indexes = Array.from({ length: Math.max(0, rows.last - rows.first + 1) }, (_, n) => rows.first + n);
  return (
    <div className={css['rows']} role="presentation" style={{ height: rows.totalHeight }}>
      {indexes.map((index) => (
        <Row key={index} index={index} state={state} top={index * ROW_HEIGHT} onChoose={() => onChoose(index)} />
      ))}
    </div>
  );
}

interface RowProps {
  index: number;
  state: EntriesState;
  top: number;
  onChoose: () => void;
}

function Row({ index, state, top, onChoose }: RowProps) {
  const row = rowAt(state, index);
  const selected = row !== null && row.key === state.selected;
  return (
    <div
      id={rowId(index)}
      role="option"
      aria-selected={selected}
      aria-setsize={state.matching}
      aria-posinset={index + 1}
      data-testid="entry-row"
      className={cx(css['row'], selected && css['selected'], index === state.activeIndex && css['active'])}
      style={{ transform: `translateY(${top}px)` }}
      onClick={onChoose}
    >
      {row && (
        <>
          <KeyName value={row.key} />
          <Age ts={row.ts} />
        </>
      )}
    </div>
  );
}

function Age({ ts }: { ts: number }) {
  const age = useStore(useApp().now, (now) => formatAge(ts, now));
  return (
    <span className={css['age']} data-figures>
      {age}
    </span>
  );
}
