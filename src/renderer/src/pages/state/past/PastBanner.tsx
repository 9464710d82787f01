import { Clock } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { PastView } from '../../../../../shared/ipc.ts';
import { formatCount, plural } from '../../../format/number.ts';
import { useApp } from '../../../ui/app-context.ts';
import { Button } from '../../../ui/Button.tsx';
import { Moment } from '../../../ui/Moment.tsx';
import css from './PastBanner.module.css';
import { RestoreAllDialog } from './RestoreAllDialog.tsx';

/** Which moment is shown, how far it is from now, and the ways out of it. */
export function PastBanner({ view }: { view: PastView }) {
  const { past } = useApp();
  const restoring = useStore(past.store, (state) => state.restoring);
  const [asking, setAsking] = useState(false);
  const { total, differing } = view;
  return (
    <section className={css['banner']} aria-label="The state as it was">
      <Clock className={css['icon']} size={17} strokeWidth={1.9} aria-hidden />
      <p className={css['words']}>
        <b className={css['moment']}>
          <When view={view} />
        </b>
        {' · '}
        <span data-figures>
          {plural(total, 'value', 'values')} then ·{' '}
          {differing === 0 ? 'the same as now' : `${plural(differing, 'key differs', 'keys differ')} from now`}
        </span>
      </p>
      <div className={css['actions']}>
        {differing > 0 && (
          <Button disabled={restoring} onClick={() => setAsking(true)}>
            {restoring ? 'Restoring…' : `Restore all ${formatCount(differing)}…`}
          </Button>
        )}
        <Button variant="primary" aria-keyshortcuts="Escape" onClick={() => past.close()}>
          Back to now
        </Button>
      </div>
      {asking && <RestoreAllDialog view={view} onClose={() => setAsking(false)} />}
    </section>
  );
}

export function When({ view: { time, seq } }: { view: PastView }) {
  if (time === null) return seq === 0 ? <>The state before the first change</> : <>The state after change #{seq}</>;
  return (
    <>
      The state as it was at <Moment time={time} /> (after change #{seq})
    </>
  );
}
