import { useState, type SyntheticEvent } from 'react';
import { useStore } from 'zustand';
import { endOfSecond, fromLocalInput, toLocalInput } from '../../format/local-time.ts';
import { ANY_TIME, type TimeChoice } from '../../stores/history-filter.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { FilterControl, FilterTrigger } from '../../ui/FilterControl.tsx';
import { MomentField } from '../../ui/MomentField.tsx';
import { PopoverPanel } from '../../ui/PopoverPanel.tsx';
import { timeWords } from './filter-words.ts';
import css from './FilterForms.module.css';

const NAME = 'Time';
const QUICK: readonly TimeChoice[] = [ANY_TIME, { kind: 'last-hour' }, { kind: 'today' }, { kind: 'last-week' }];

/** Only what happened in a span of time. */
export function TimeFilter() {
  const { history } = useApp();
  const time = useStore(history.store, ({ filter }) => filter.time);
  const now = useStore(useApp().now);
  const [open, setOpen] = useState(false);
  const on = time.kind !== 'any';
  const choose = (chosen: TimeChoice): void => {
    history.narrow({ time: chosen });
    setOpen(false);
  };
  return (
    <FilterControl name={NAME} on={on} onRemove={() => history.narrow({ time: ANY_TIME })}>
      <PopoverPanel
        label="Filter by time"
        open={open}
        onOpenChange={setOpen}
        trigger={<FilterTrigger name={NAME} any={timeWords(ANY_TIME, now)} value={on ? timeWords(time, now) : null} />}
      >
        <div className={css['quick']}>
          {QUICK.map((choice) => (
            <Button
              key={choice.kind}
              aria-pressed={choice.kind === time.kind}
              className={css['choice']}
              onClick={() => choose(choice)}
            >
              {timeWords(choice, now)}
            </Button>
          ))}
        </div>
        <SpanForm current={time} onChoose={choose} />
      </PopoverPanel>
    </FilterControl>
  );
}

const fieldText = (time: number | null): string => (time === null ? '' : toLocalInput(time));

function SpanForm({ current, onChoose }: { current: TimeChoice; onChoose: (choice: TimeChoice) => void }) {
  const span = current.kind === 'between' ? current : null;
  const [first, setFirst] = useState(fieldText(span?.from ?? null));
  const [last, setLast] = useState(fieldText(span?.to ?? null));
  const from = fromLocalInput(first);
  const end = fromLocalInput(last);
  const backwards = from !== null && end !== null && end < from;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (backwards) return;
    const empty = from === null && end === null;
    onChoose(empty ? ANY_TIME : { kind: 'between', from, to: end === null ? null : endOfSecond(end) });
  };
  return (
    <form className={css['form']} noValidate onSubmit={submit}>
      <MomentField label="Between" value={first} onChange={setFirst} />
      <MomentField
        label="and"
        value={last}
        onChange={setLast}
        error={backwards ? 'This is before the first moment.' : null}
      />
      <Button type="submit" variant="primary" className={css['submit']} disabled={backwards}>
        Show this span
      </Button>
    </form>
  );
}
