import { Check, Clock } from 'lucide-react';
import type { KeyHolder } from '../../../../../shared/model.ts';
import { cx } from '../../../ui/cx.ts';
import css from './KeyHolders.module.css';

/** Which machines have the new key; scrolls when there are many. */
export function KeyHolders({ machines, label }: { machines: readonly KeyHolder[]; label: string }) {
  return (
    <ul className={css['list']} aria-label={label} tabIndex={0}>
      {machines.map(({ id, name, has }) => {
        const Icon = has ? Check : Clock;
        return (
          <li key={id} className={css['machine']}>
            <Icon className={css[has ? 'has' : 'waits']} size={14} strokeWidth={2.2} aria-hidden />
            <bdi className={css['name']} title={name}>
              {name}
            </bdi>
            <span className={cx(css['word'], css[has ? 'has' : 'waits'])}>{has ? 'has it' : 'not yet'}</span>
          </li>
        );
      })}
    </ul>
  );
}
