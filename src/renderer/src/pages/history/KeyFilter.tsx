import { useState, type SyntheticEvent } from 'react';
import { useStore } from 'zustand';
import type { Key } from '../../../../shared/model.ts';
import { keyProblem, visibleKey } from '../../format/key.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { FilterControl, FilterTrigger } from '../../ui/FilterControl.tsx';
import { KeyName } from '../../ui/KeyName.tsx';
import { PopoverPanel } from '../../ui/PopoverPanel.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import css from './FilterForms.module.css';

const NAME = 'Key';

/** Only what touched one whole key. */
export function KeyFilter() {
  const { history } = useApp();
  const key = useStore(history.store, ({ filter }) => filter.key);
  const [open, setOpen] = useState(false);
  const choose = (chosen: Key): void => {
    history.narrow({ key: chosen });
    setOpen(false);
  };
  return (
    <FilterControl name={NAME} on={key !== null} onRemove={() => history.narrow({ key: null })}>
      <PopoverPanel
        label="Filter by key"
        open={open}
        onOpenChange={setOpen}
        trigger={
          <FilterTrigger name={NAME} any="Any key" value={key && visibleKey(key)}>
            {key !== null && <KeyName value={key} />}
          </FilterTrigger>
        }
      >
        <KeyForm current={key ?? ''} onChoose={choose} />
      </PopoverPanel>
    </FilterControl>
  );
}

function KeyForm({ current, onChoose }: { current: string; onChoose: (key: Key) => void }) {
  const [typed, setTyped] = useState(current);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const found = keyProblem(typed);
    setProblem(found);
    if (found === null) onChoose(typed as Key);
  };
  return (
    <form className={css['form']} noValidate onSubmit={submit}>
      <Field label="Whole key" hint="As it stands in State. For a part of it, search." error={problem}>
        {(control) => <TextInput {...control} mono value={typed} onChange={(event) => setTyped(event.target.value)} />}
      </Field>
      <Button type="submit" variant="primary" className={css['submit']}>
        Show this key
      </Button>
    </form>
  );
}
