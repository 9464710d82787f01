import { useStore } from 'zustand';
import type { GroupKind } from '../../stores/group-choice.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';

interface ChooseButtonProps {
  kind: GroupKind;
  /** What it says while its choice is under way. */
  doing: string;
  variant?: 'plain' | 'primary';
  onClick?: () => void;
  /** The form that it submits instead. */
  form?: string;
  children: string;
}

/** Chooses a way to begin; while one is under way no other can be chosen. */
export function ChooseButton({ kind, doing, variant = 'primary', form, onClick, children }: ChooseButtonProps) {
  const busy = useStore(useApp().groupChoice.store, (state) => state.busy);
  return (
    <Button
      variant={variant}
      type={form === undefined ? 'button' : 'submit'}
      form={form}
      disabled={busy !== null}
      onClick={onClick}
    >
      {busy === kind ? doing : children}
    </Button>
  );
}
