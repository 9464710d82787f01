import { Lock, LockOpen } from 'lucide-react';
import { useStore } from 'zustand';
import { useApp } from '../ui/app-context.ts';
import { Tooltip } from '../ui/Tooltip.tsx';
import css from './GroupBadge.module.css';

const OPEN =
  'Nothing is encrypted: anyone on this network can read and change what is here. Use it on networks you trust. For a private group start with --new-group or --join.';
const PRIVATE = 'Only machines with the invite code belong to it. Everything between them is encrypted.';

/** The lasting badge of the group (GR7). */
export function GroupBadge() {
  const group = useStore(useApp().live, (state) => state.self?.group);
  const keepOpen = (event: { preventDefault(): void }): void => event.preventDefault();
  if (group === undefined) return null;
  const [Icon, name, meaning] =
    group.kind === 'open' ? ([LockOpen, 'Open group', OPEN] as const) : ([Lock, 'Private group', PRIVATE] as const);
  return (
    <Tooltip content={meaning}>
      <button type="button" className={css['badge']} onPointerDown={keepOpen} onClick={keepOpen}>
        <Icon size={12} strokeWidth={2} aria-hidden />
        {name}
      </button>
    </Tooltip>
  );
}
