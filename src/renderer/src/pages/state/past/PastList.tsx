import { Check, ListTree, SearchX } from 'lucide-react';
import { useStore } from 'zustand';
import type { PastRow } from '../../../../../shared/model.ts';
import { PAST_MEANINGS, pastMark } from '../../../format/past-words.ts';
import { formatCount } from '../../../format/number.ts';
import type { PastQuery } from '../../../stores/past.ts';
import { useApp } from '../../../ui/app-context.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ChangeMark } from '../ChangeMark.tsx';
import { KeyRows } from '../KeyRows.tsx';
import { ListState } from '../ListState.tsx';

/** The keys that had a value then, or those that differ from now. */
export function PastList() {
  const { past } = useApp();
  const state = useStore(past.list.store);
  const rows = (
    <KeyRows
      id="past-list"
      label="Entries then"
      testId="past-row"
      list={past.list}
      detailId="past-detail"
      aside={(row) => <Mark row={row} />}
    />
  );
  const empty = state.shown && <NoEntries query={state.shown} total={state.total} />;
  return <ListState state={state} onRetry={() => past.list.refresh()} rows={rows} empty={empty} />;
}

function NoEntries({ query: { filter, only }, total }: { query: PastQuery; total: number }) {
  const { past } = useApp();
  if (total > 0) {
    const clear = <Button onClick={() => past.setFilter('')}>Clear the filter</Button>;
    return (
      <EmptyState icon={SearchX} title="No key contains this" action={clear}>
        None of the {formatCount(total)} {only === 'all' ? 'keys of then' : 'keys that differ'} contains “{filter}”.
      </EmptyState>
    );
  }
  if (only === 'different') {
    return (
      <EmptyState icon={Check} title="Nothing differs from now">
        Every key holds now what it held then.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={ListTree} title="The state was empty then">
      No key had a value at that moment.
    </EmptyState>
  );
}

function Mark({ row }: { row: PastRow }) {
  const mark = pastMark(row);
  if (mark === 'same') return null;
  return <ChangeMark kind={mark} word={mark} title={PAST_MEANINGS[mark]} />;
}
