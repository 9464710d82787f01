import { useId } from 'react';
import css from './RadioCards.module.css';

interface RadioCardsProps<V extends string> {
  legend: string;
  value: V;
  options: readonly { value: V; label: string; words: string }[];
  onChange: (value: V) => void;
}

/** One of a few, each explained. */
export function RadioCards<V extends string>({ legend, value, options, onChange }: RadioCardsProps<V>) {
  const id = useId();
  return (
    <fieldset className={css['cards']}>
      <legend className={css['legend']}>{legend}</legend>
      {options.map((option) => (
        <div key={option.value} className={css['card']}>
          <input
            type="radio"
            id={`${id}-${option.value}`}
            name={id}
            className={css['radio']}
            checked={option.value === value}
            data-autofocus={option.value === value || undefined}
            aria-describedby={`${id}-${option.value}-words`}
            onChange={() => onChange(option.value)}
          />
          <label htmlFor={`${id}-${option.value}`} className={css['label']}>
            {option.label}
          </label>
          <p id={`${id}-${option.value}-words`} className={css['words']}>
            {option.words}
          </p>
        </div>
      ))}
    </fieldset>
  );
}
