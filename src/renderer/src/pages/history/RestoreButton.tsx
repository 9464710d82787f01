import { useStore } from 'zustand';
import type { EntryView, Key } from '../../../../shared/model.ts';
import { isErased } from '../../format/erased.ts';
import { liveOf } from '../../format/live-entry.ts';
import { holdsSame } from '../../stores/restoring.ts';
import { useApp } from '../../ui/app-context.ts';
import { LinkButton } from '../../ui/LinkButton.tsx';
import css from './RestoreButton.module.css';

interface RestoreButtonProps {
  entryKey: Key;
  /** What the key held once; null stands for no value. */
  once: EntryView | null;
  label: string;
  /** What the toast says; its own words for a value that is restored or removed. */
  done?: string;
}

/** Brings back what a key held once. Where it holds that now, the button says so and keeps the focus. */
export function RestoreButton({ entryKey, once, label, done }: RestoreButtonProps) {
  const { opened, restoring } = useApp();
  const held = useStore(opened.held.store, (all) => all.get(entryKey));
  if (once !== null && isErased(once)) return null;
  const isNow = held !== undefined && holdsSame(held, once);
  return (
    <LinkButton
      className={css['restore']}
      aria-disabled={isNow || undefined}
      onClick={() => {
        if (!isNow) void restoring.restore(entryKey, once, done);
      }}
    >
      {isNow ? (liveOf(once) ? 'Held now' : 'No value now') : label}
    </LinkButton>
  );
}
