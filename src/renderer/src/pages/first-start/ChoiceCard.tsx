import type { LucideIcon } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { GroupKind } from '../../stores/group-choice.ts';
import { useApp } from '../../ui/app-context.ts';
import { Card } from '../../ui/Card.tsx';
import { Problem } from '../../ui/Problem.tsx';
import css from './ChoiceCard.module.css';

interface ChoiceCardProps {
  kind: GroupKind;
  icon: LucideIcon;
  title: string;
  /** What this choice means. */
  words: ReactNode;
  children?: ReactNode;
  /** The button that chooses it. */
  action: ReactNode;
}

/** One of the ways to begin. */
export function ChoiceCard({ kind, icon: Icon, title, words, children, action }: ChoiceCardProps) {
  const titleId = useId();
  const problem = useStore(useApp().groupChoice.store, (state) => state.problem);
  return (
    <Card className={css['card']} aria-labelledby={titleId}>
      <h2 id={titleId} className={css['title']}>
        <Icon className={css['icon']} size={16} strokeWidth={1.8} aria-hidden />
        {title}
      </h2>
      <div className={css['words']}>{words}</div>
      {children}
      <div className={css['end']}>
        {problem?.kind === kind && <Problem>{problem.reason}</Problem>}
        {action}
      </div>
    </Card>
  );
}
