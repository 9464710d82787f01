import { SearchX } from 'lucide-react';
import { useStore } from 'zustand';
import type { ChangeKind } from '../../../../../shared/model.ts';
import { useApp } from '../../../ui/app-context.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ChangeMark } from '../ChangeMark.tsx';
import { KeyRows } from '../KeyRows.tsx';
import { ListState } from '../ListState.tsx';

/** The keys that an import would write. */
export function ImportList() {
  const { importFile } = useApp();
  const state = useStore(importFile.list.store);
  const rows = (
    <KeyRows
      id="import-list"
      label="Keys that would change"
      testId="import-row"
      list={importFile.list}
      detailId="import-detail"
      aside={({ kind }) => <ChangeMark kind={kind} word={WORDS[kind]} />}
    />
  );
  const empty = <EmptyState icon={SearchX} title="There are none of these" />;
  return <ListState state={state} onRetry={() => importFile.list.refresh()} rows={rows} empty={empty} />;
}

const WORDS: Record<ChangeKind, string> = { added: 'new', changed: 'changed', removed: 'removed' };
