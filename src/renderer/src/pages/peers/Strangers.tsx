import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { Stranger } from '../../../../shared/model.ts';
import { formatCount } from '../../format/number.ts';
import { refusedWords } from '../../format/outsiders-words.ts';
import { cx } from '../../ui/cx.ts';
import { Moment } from '../../ui/Moment.tsx';
import css from './OutsidersNote.module.css';

/** Whose requests were refused; opens to who that was, what it means and what to do. */
export function Strangers({ strangers }: { strangers: readonly Stranger[] }) {
  const [open, setOpen] = useState(false);
  return (
    <div className={css['strangers']}>
      <button type="button" className={css['summary']} aria-expanded={open} onClick={() => setOpen(!open)}>
        <ChevronRight className={cx(css['chevron'], open && css['turned'])} size={13} strokeWidth={2.2} aria-hidden />
        <span data-figures>{refusedWords(strangers)}</span>
      </button>
      {open && (
        <div className={css['opened']} tabIndex={0} role="region" aria-label="Refused requests">
          <p>
            These were machines of another group or with an old key, agents of the C19 protocol, or somebody who tries
            to get in. None of them got anything of the state. If one is yours, join this group there or enter the new
            key, both by the invite code in Settings; an agent of C19 can take part in an open group only. If you know
            none of them, find out whose address it is.
          </p>
          <table className={css['table']}>
            <thead>
              <tr>
                <th scope="col">Address</th>
                <th scope="col">Requests</th>
                <th scope="col">Last</th>
              </tr>
            </thead>
            <tbody>
              {strangers.map(({ address, count, lastAt }) => (
                <tr key={address}>
                  <th scope="row">{address}</th>
                  <td data-figures>{formatCount(count)}</td>
                  <td>
                    <Moment time={lastAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
