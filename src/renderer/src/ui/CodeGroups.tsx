import { TriangleAlert } from 'lucide-react';
import { codeGroups } from '../format/invite-code.ts';
import { cx } from './cx.ts';
import css from './CodeGroups.module.css';

const NONE: readonly number[] = [];

/** An invite code in its groups of four. `wrong`: the groups to look at, from 1. */
export function CodeGroups({ code, wrong = NONE }: { code: string; wrong?: readonly number[] }) {
  return (
    <div className={css['groups']}>
      {codeGroups(code).map((group, at) => (
        <Group key={at} text={group} wrong={wrong.includes(at + 1)} />
      ))}
    </div>
  );
}

function Group({ text, wrong }: { text: string; wrong: boolean }) {
  return (
    <span
      className={cx(css['group'], text === '' && css['empty'], wrong && css['wrong'])}
      data-wrong={wrong || undefined}
    >
      <span className={css['text']}>{text === '' ? '····' : text}</span>
      {wrong && <TriangleAlert className={css['mark']} size={11} strokeWidth={2.6} aria-hidden />}
    </span>
  );
}
