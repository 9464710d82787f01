import { Clock } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { endOfSecond, fromLocalInput, toLocalInput } from '../format/local-time.ts';
import { useApp } from './app-context.ts';
import css from './AsItWas.module.css';
import { Button } from './Button.tsx';
import { MomentField } from './MomentField.tsx';
import { PopoverPanel } from './PopoverPanel.tsx';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PICKS = [
  { label: '1 hour ago', agoMs: HOUR_MS },
  { label: 'Yesterday', agoMs: DAY_MS },
  { label: '7 days ago', agoMs: 7 * DAY_MS },
] as const;

/** Leads to the state as it was at a moment of the user's choice. */
export function AsItWas({ words = 'As it was…' }: { words?: string }) {
  const { past } = useApp();
  const opening = useStore(past.store, (state) => state.opening);
  const [open, setOpen] = useState(false);
  const show = (time: number): void => {
    setOpen(false);
    void past.open({ time });
  };
  const trigger = (
    <Button icon={Clock} disabled={opening}>
      {opening ? 'Opening…' : words}
    </Button>
  );
  return (
    <PopoverPanel trigger={trigger} label="The state as it was" open={open} onOpenChange={setOpen} align="end">
      <Choice onChoose={show} />
    </PopoverPanel>
  );
}

function Choice({ onChoose }: { onChoose: (time: number) => void }) {
  const { now } = useApp();
  const [typed, setTyped] = useState(() => toLocalInput(now.getState() - HOUR_MS));
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (): void => {
    const time = fromLocalInput(typed);
    if (time === null) setProblem('Enter a date and a time.');
    else if (time > now.getState()) setProblem('This is still to come. Choose a moment in the past.');
    else onChoose(endOfSecond(time));
  };
  return (
    <div className={css['panel']}>
      <p className={css['words']}>See every value as it was then, and bring back what you need.</p>
      <div className={css['picks']}>
        {PICKS.map(({ label, agoMs }) => (
          <Button key={label} onClick={() => onChoose(now.getState() - agoMs)}>
            {label}
          </Button>
        ))}
      </div>
      <form
        className={css['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <MomentField
          label="Date and time"
          value={typed}
          error={problem}
          onChange={(value) => {
            setTyped(value);
            setProblem(null);
          }}
        />
        <Button type="submit" variant="primary" className={css['show']}>
          Show it
        </Button>
      </form>
    </div>
  );
}
