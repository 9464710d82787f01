import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import css from './EmptyState.module.css';

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** The page has no other heading. */
  alone?: boolean;
  /** What will be here, or what went wrong. */
  children?: ReactNode;
  /** The one thing to do. */
  action?: ReactNode;
}

export function EmptyState({ icon: Icon, title, alone = false, children, action }: EmptyStateProps) {
  const Heading = alone ? 'h1' : 'h2';
  return (
    <div className={css['empty']}>
      <span className={css['icon']}>
        <Icon size={20} strokeWidth={1.6} aria-hidden />
      </span>
      <Heading className={css['title']}>{title}</Heading>
      {children !== undefined && <div className={css['text']}>{children}</div>}
      {action !== undefined && <div className={css['action']}>{action}</div>}
    </div>
  );
}
