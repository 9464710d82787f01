import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { KeyWindowState } from '../../stores/key-window.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FailureBar } from '../../ui/FailureBar.tsx';
import { Quiet } from '../../ui/Quiet.tsx';

interface ListStateProps {
  state: Pick<KeyWindowState<unknown, unknown>, 'shown' | 'failure' | 'matching'>;
  onRetry: () => void;
  /** Shown while there is a row. */
  rows: ReactNode;
  /** Shown while there is none. */
  empty: ReactNode;
}

/** A list in each of its states: not read yet, not readable, empty, there, and there but perhaps out of date. */
export function ListState({ state: { shown, failure, matching }, onRetry, rows, empty }: ListStateProps) {
  if (shown === null) {
    if (failure === null) return <Quiet />;
    const again = <Button onClick={onRetry}>Try again</Button>;
    return (
      <EmptyState icon={CircleAlert} title="The entries could not be read" action={again}>
        {failure}
      </EmptyState>
    );
  }
  if (matching === 0) return empty;
  return (
    <>
      {rows}
      {failure !== null && <FailureBar reason={failure} onRetry={onRetry} />}
    </>
  );
}
