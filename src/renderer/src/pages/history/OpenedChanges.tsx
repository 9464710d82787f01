import { useStore } from 'zustand';
import type { ChangesetSummary } from '../../../../shared/model.ts';
import { lostWords } from '../../format/changeset-words.ts';
import { formatCount } from '../../format/number.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { Quiet } from '../../ui/Quiet.tsx';
import { ChangeView } from './ChangeView.tsx';
import { LostValues } from './LostValues.tsx';
import css from './OpenedChanges.module.css';
import { OpenedHeader } from './OpenedHeader.tsx';

/** The changes of the open changeset, a page at a time. */
export function OpenedChanges({ changeset }: { changeset: ChangesetSummary }) {
  return (
    <div className={css['row']} role="row" aria-level={2}>
      <div className={css['cell']} role="gridcell" aria-colspan={5}>
        <OpenedHeader changeset={changeset} />
        <Body changeset={changeset} />
      </div>
    </div>
  );
}

function Body({ changeset }: { changeset: ChangesetSummary }) {
  const { opened } = useApp();
  const { phase, failure, changes, total, lost } = useStore(opened.store);
  switch (phase) {
    case 'loading':
      return <Quiet />;
    case 'gone':
      return <p className={css['words']}>The values of this change are not kept any more.</p>;
    case 'failed':
      return <p className={css['words']}>These changes could not be read. {failure}</p>;
    case 'ready':
      return (
        <>
          {changes.map((change) => (
            <ChangeView key={change.key} change={change} time={changeset.time} />
          ))}
          {changes.length < total && (
            <Button className={css['more']} onClick={() => void opened.loadMore()}>
              Show more: {formatCount(total - changes.length)} of {formatCount(total)} keys are left
            </Button>
          )}
          {lost.length > 0 && <LostValues />}
          {lost.length === 0 && changeset.lost > 0 && (
            <p className={css['words']}>{lostWords(changeset.lost)} to a newer one and did not take their place.</p>
          )}
        </>
      );
  }
}
