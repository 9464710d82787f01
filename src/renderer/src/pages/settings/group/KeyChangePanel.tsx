import { holdersInOrder, holdingWords } from '../../../format/key-change-words.ts';
import type { KeyChange, KeyHanding } from '../../../../../shared/model.ts';
import { Moment } from '../../../ui/Moment.tsx';
import css from './KeyChangePanel.module.css';
import { KeyHolders } from './KeyHolders.tsx';

const HANDED: Record<KeyHanding, string> = {
  'in-band': 'Machines of the group give the new key to each other.',
  'by-hand': 'Enter the new invite code at each machine that shall stay, in Settings under “Enter a new key”.',
};

/** How far the new key has come (GR5). */
export function KeyChangePanel({ change: { since, handing, machines } }: { change: KeyChange }) {
  const have = machines.filter(({ has }) => has).length;
  return (
    <section className={css['panel']} aria-label="The new key" data-testid="key-change">
      <div className={css['head']}>
        <p className={css['count']} data-figures>
          {holdingWords(machines)}
        </p>
        <p className={css['since']}>
          since <Moment time={since} />
        </p>
      </div>
      {machines.length > 0 && (
        <>
          <progress className={css['bar']} aria-label="Machines with the new key" value={have} max={machines.length} />
          <KeyHolders machines={holdersInOrder(machines)} label="Machines of the group" />
        </>
      )}
      <p className={css['words']}>
        {HANDED[handing]} Both keys are accepted until every machine has the new one; then the old one ends by itself.
      </p>
    </section>
  );
}
