import { CircleAlert } from 'lucide-react';
import { Button } from './Button.tsx';
import css from './FailureBar.module.css';

/** Below a list that still shows what it had: why it could not be brought up to date. */
export function FailureBar({ reason, onRetry }: { reason: string; onRetry: () => void }) {
  return (
    <div className={css['bar']} role="alert">
      <CircleAlert className={css['icon']} size={15} aria-hidden />
      <span className={css['words']}>This list may be out of date. {reason}</span>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  );
}
