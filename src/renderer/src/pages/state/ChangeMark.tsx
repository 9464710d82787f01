import { cx } from '../../ui/cx.ts';
import css from './ChangeMark.module.css';

type MarkKind = 'added' | 'changed' | 'removed' | 'erased';

const SIGNS: Record<MarkKind, string> = { added: '+', changed: '~', removed: '−', erased: '×' };

/** What becomes of a key, or became of it: a sign and a word. */
export function ChangeMark({ kind, word, title }: { kind: MarkKind; word: string; title?: string }) {
  return (
    <span className={cx(css['mark'], css[kind])} title={title}>
      <span className={css['sign']} aria-hidden>
        {SIGNS[kind]}
      </span>{' '}
      {word}
    </span>
  );
}
