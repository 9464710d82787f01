import { X } from 'lucide-react';
import type { ExchangeView } from '../../../../shared/model.ts';
import { formatMeasured } from '../../format/time.ts';
import { cx } from '../../ui/cx.ts';
import { Hidden } from '../../ui/Hidden.tsx';
import { Moment } from '../../ui/Moment.tsx';
import css from './ExchangeLog.module.css';

/** What the two machines did together, newest first. */
export function ExchangeLog({ exchanges }: { exchanges: readonly ExchangeView[] }) {
  if (exchanges.length === 0) return <p className={css['none']}>Nothing yet.</p>;
  return (
    <ul className={css['log']}>
      {exchanges.map((exchange, index) => (
        <li key={`${exchange.time}-${exchanges.length - index}`} className={css['line']}>
          <Moment className={css['time']} time={exchange.time} />
          <span className={cx(css['text'], !exchange.ok && css['failed'])}>
            {!exchange.ok && (
              <>
                <X className={css['mark']} size={13} strokeWidth={2.4} aria-hidden />
                <Hidden>Failed: </Hidden>
              </>
            )}
            {exchange.text}
          </span>
          <span className={css['took']} data-figures>
            {exchange.durationMs !== null && formatMeasured(exchange.durationMs)}
          </span>
        </li>
      ))}
    </ul>
  );
}
