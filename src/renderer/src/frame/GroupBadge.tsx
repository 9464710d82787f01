import { Lock, LockOpen } from 'lucide-react';
import { useStore } from 'zustand';
import { useApp } from '../ui/app-context.ts';
import { Tooltip } from '../ui/Tooltip.tsx';
import css from './GroupBadge.module.css';

const OPEN =
  'Nothing is encrypted: anyone on this network can read and change what is here. Use it on networks you trust. For a private group see Settings > Group.';
const PRIVATE =
  'Only machines with the invite code belong to it. Everything between them is encrypted. For the code see Settings > Group.';

/** The lasting badge of the group (GR7); leads to what can be done with it. */
export function GroupBadge() {
  const { live, nav } = useApp();
  const group = useStore(live, (state) => state.self?.group);
  if (group === undefined) return null;
  const [Icon, name, meaning] =
    group.kind === 'open' ? ([LockOpen, 'Open group', OPEN] as const) : ([Lock, 'Private group', PRIVATE] as const);
  return (
    <Tooltip content={meaning}>
      <button type="button" className={css['badge']} onClick={() => nav.goAndFocus('settings')}>
        <Icon size={12} strokeWidth={2} aria-hidden />
        {name}
      </button>
    </Tooltip>
  );
}
