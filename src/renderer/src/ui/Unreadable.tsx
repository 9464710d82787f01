import { CircleAlert } from 'lucide-react';
import { EmptyState } from './EmptyState.tsx';
import css from './Unreadable.module.css';

/** Nothing can be shown, because the program behind the window does not tell it. */
export function Unreadable({ reason }: { reason: string }) {
  return (
    <main className={css['main']}>
      <EmptyState alone icon={CircleAlert} title="The window cannot reach the program behind it">
        {reason} The window keeps trying.
      </EmptyState>
    </main>
  );
}
