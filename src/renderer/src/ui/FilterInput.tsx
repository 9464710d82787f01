import { Search, X } from 'lucide-react';
import { useRef, type KeyboardEvent } from 'react';
import { useShortcut } from './shortcuts.ts';
import css from './FilterInput.module.css';
import { Kbd } from './Kbd.tsx';
import { TextInput } from './TextInput.tsx';

interface FilterInputProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** The arrow down, or Enter: on to the list. */
  onLeave?: () => void;
  onSubmit?: () => void;
}

/** Filters a list while one types: `/` comes here, Escape clears, the arrow down goes on to the list. */
export function FilterInput({ label, value, onChange, onLeave, onSubmit }: FilterInputProps) {
  const input = useRef<HTMLInputElement>(null);
  useShortcut('/', () => {
    input.current?.focus();
    input.current?.select();
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      if (value === '') input.current?.blur();
      onChange('');
    } else if (event.key === 'Enter' && onSubmit) onSubmit();
    else if (event.key === 'ArrowDown' || event.key === 'Enter') onLeave?.();
    else return;
    event.preventDefault();
  };
  return (
    <div className={css['filter']} role="search">
      <Search className={css['icon']} size={14} strokeWidth={1.9} aria-hidden />
      <TextInput
        ref={input}
        className={css['input']}
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {value === '' ? (
        <span className={css['end']}>
          <Kbd>/</Kbd>
        </span>
      ) : (
        <button
          type="button"
          className={css['clear']}
          aria-label="Clear the filter"
          onClick={() => {
            onChange('');
            input.current?.focus();
          }}
        >
          <X size={14} aria-hidden />
        </button>
      )}
    </div>
  );
}
