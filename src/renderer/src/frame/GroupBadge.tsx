import { LockOpen } from 'lucide-react';
import { Tooltip } from '../ui/Tooltip.tsx';
import css from './GroupBadge.module.css';

const MEANING =
  'Nothing is encrypted: anyone on this network can read and change what is here. Use it on networks you trust. Private groups will come later.';

/** The lasting badge of a group without a secret (GR7). */
export function GroupBadge() {
  const keepOpen = (event: { preventDefault(): void }): void => event.preventDefault();
  return (
    <Tooltip content={MEANING}>
      <button type="button" className={css['badge']} onPointerDown={keepOpen} onClick={keepOpen}>
        <LockOpen size={12} strokeWidth={2} aria-hidden />
        Open group
      </button>
    </Tooltip>
  );
}
