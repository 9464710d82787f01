import { Field } from './Field.tsx';
import { TextInput } from './TextInput.tsx';

interface MomentFieldProps {
  label: string;
  /** As the browser's field holds it: `2026-11-24T10:57:31`, in the user's zone (format/local-time.ts). */
  value: string;
  onChange: (value: string) => void;
  error?: string | null;
}

/** A date and time to the second. */
export function MomentField({ label, value, onChange, error = null }: MomentFieldProps) {
  return (
    <Field label={label} error={error}>
      {(control) => (
        <TextInput
          {...control}
          type="datetime-local"
          step={1}
          max="9999-12-31T23:59:59"
          dir={undefined}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
