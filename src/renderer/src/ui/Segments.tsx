import { RadioGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import css from './Segments.module.css';

interface SegmentsProps<V extends string> {
  label: string;
  value: V;
  options: readonly { value: V; label: ReactNode }[];
  onChange: (value: V) => void;
}

/** One of a few, all of them visible; arrows move between them. */
export function Segments<V extends string>({ label, value, options, onChange }: SegmentsProps<V>) {
  const choose = (next: string): void => {
    const option = options.find((each) => each.value === next);
    if (option) onChange(option.value);
  };
  return (
    <RadioGroup.Root className={css['segments']} aria-label={label} value={value} onValueChange={choose}>
      {options.map((option) => (
        <RadioGroup.Item key={option.value} className={css['segment']} value={option.value}>
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
