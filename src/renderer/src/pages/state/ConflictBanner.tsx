import { TriangleAlert } from 'lucide-react';
import { byWhom } from '../../format/origin-words.ts';
import type { Conflict } from '../../stores/editor.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { Moment } from '../../ui/Moment.tsx';
import css from './ConflictBanner.module.css';

interface ConflictBannerProps {
  conflict: Conflict;
  comparing: boolean;
  onCompare: () => void;
}

/** The key changed while it was edited: by whom, and what can be done about it. */
export function ConflictBanner({ conflict, comparing, onCompare }: ConflictBannerProps) {
  const { editor } = useApp();
  const { current, by, time } = conflict;
  return (
    <div className={css['banner']} role="alert">
      <TriangleAlert className={css['icon']} size={16} aria-hidden />
      <p className={css['words']}>
        <b>{current ? 'Changed' : 'Deleted'}</b>
        {by && (
          <>
            {' by '}
            <bdi>
              <b>{byWhom(by)}</b>
            </bdi>
          </>
        )}
        {time !== null && (
          <>
            {', '}
            <Moment time={time} />
          </>
        )}
        {', while you were editing. Your text is still here, not saved.'}
      </p>
      <div className={css['actions']}>
        {current && <Button onClick={onCompare}>{comparing ? 'Back to editing' : 'Compare'}</Button>}
        <Button onClick={() => void editor.overwrite()}>{current ? 'Overwrite' : 'Write it again'}</Button>
        <Button onClick={() => editor.close()}>Discard mine</Button>
      </div>
    </div>
  );
}
