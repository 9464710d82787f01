import { useEffect, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Key } from '../../../../shared/model.ts';
import { rowAt, type KeyWindow, type KeyWindowState } from '../../stores/key-window.ts';
import { cx } from '../../ui/cx.ts';
import { KeyName } from '../../ui/KeyName.tsx';
import { listKeyHandler } from '../../ui/list/keys.ts';
import { useFixedRows, type FixedRows } from '../../ui/list/useFixedRows.ts';
import { useFocusOnDemand } from '../../ui/list/useFocusOnDemand.ts';
import css from './KeyRows.module.css';
import { useListPosition } from './useListPosition.ts';

const ROW_HEIGHT = 30;

interface KeyRowsProps<R extends { key: Key }, Q> {
  /** Of the list itself; its rows are called after it. */
  id: string;
  label: string;
  testId: string;
  list: KeyWindow<R, Q>;
  /** Where Enter leads. */
  detailId: string;
  /** What stands at the end of a row. */
  aside: (row: R) => ReactNode;
}

/** Keys, as many as there may be: only a window of them is held, and only what is on the screen is rendered. */
export function KeyRows<R extends { key: Key }, Q>({ id, label, list, detailId, ...look }: KeyRowsProps<R, Q>) {
  const state = useStore(list.store);
  const rows = useFixedRows(state.matching, ROW_HEIGHT, list.scrollTop);
  const { scroller, first, last, reveal } = rows;
  useListPosition(scroller, state, ROW_HEIGHT);
  useEffect(() => list.show(first, last), [list, first, last]);
  useFocusOnDemand(scroller);

  const choose = (index: number): void => {
    list.activate(index);
    reveal(index);
  };
  const onKeyDown = listKeyHandler({
    count: state.matching,
    active: state.activeIndex,
    pageRows: rows.pageRows,
    onMove: choose,
    onOpen: () => document.getElementById(detailId)?.focus(),
  });
  const activeShown = state.activeIndex >= first && state.activeIndex <= last;
  return (
    <div
      id={id}
      ref={scroller}
      className={css['list']}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={activeShown ? rowId(id, state.activeIndex) : undefined}
      onKeyDown={onKeyDown}
      onScroll={() => {
        list.scrolled(scroller.current?.scrollTop ?? 0);
        rows.onScroll();
      }}
    >
      <Rows id={id} state={state} rows={rows} onChoose={choose} {...look} />
    </div>
  );
}

const rowId = (listId: string, index: number): string => `${listId}-row-${index}`;

interface RowsProps<R extends { key: Key }, Q> extends Pick<KeyRowsProps<R, Q>, 'id' | 'testId' | 'aside'> {
  state: KeyWindowState<R, Q>;
  rows: FixedRows;
  onChoose: (index: number) => void;
}

function Rows<R extends { key: Key }, Q>({ rows, onChoose, ...look }: RowsProps<R, Q>) {
  const indexes = Array.from({ length: Math.max(0, rows.last - rows.first + 1) }, (_, n) => rows.first + n);
  return (
    <div className={css['rows']} role="presentation" style={{ height: rows.totalHeight }}>
      {indexes.map((index) => (
        <Row key={index} index={index} onChoose={() => onChoose(index)} {...look} />
      ))}
    </div>
  );
}

interface RowProps<R extends { key: Key }, Q> extends Omit<RowsProps<R, Q>, 'rows' | 'onChoose'> {
  index: number;
  onChoose: () => void;
}

function Row<R extends { key: Key }, Q>({ id, testId, index, state, aside, onChoose }: RowProps<R, Q>) {
  const row = rowAt(state, index);
  const selected = row !== null && row.key === state.selected;
  return (
    <div
      id={rowId(id, index)}
      role="option"
      aria-selected={selected}
      aria-setsize={state.matching}
      aria-posinset={index + 1}
      data-testid={testId}
      className={cx(css['row'], selected && css['selected'], index === state.activeIndex && css['active'])}
      style={{ transform: `translateY(${index * ROW_HEIGHT}px)` }}
      onClick={onChoose}
    >
      {row && (
        <>
          <KeyName value={row.key} />
          {aside(row)}
        </>
      )}
    </div>
  );
}
