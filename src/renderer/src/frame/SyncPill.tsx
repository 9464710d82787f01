import { Popover } from 'radix-ui';
import { useStore } from 'zustand';
import { NO_NOTICES } from '../stores/live.ts';
import { useApp } from '../ui/app-context.ts';
import { cx } from '../ui/cx.ts';
import { pillLook } from './pill-look.ts';
import { SyncIcon } from './SyncIcon.tsx';
import { SyncPanel } from './SyncPanel.tsx';
import css from './SyncPill.module.css';

/** How far the group agrees, in words and by shape; opens to what is known. */
export function SyncPill() {
  const app = useApp();
  const sync = useStore(app.sync);
  const notices = useStore(app.live, (state) => state.live?.notices ?? NO_NOTICES);
  const look = pillLook(sync, notices);
  return (
    <Popover.Root>
      <Popover.Trigger className={cx(css['pill'], css[look.tone])} data-testid="sync-pill" title={look.words}>
        <SyncIcon name={look.icon} className={css['icon']} />
        <span className={css['words']} data-figures>
          {look.words}
        </span>
        {look.beside !== null && (
          <span className={css['beside']} data-figures>
            <span className={css['dot']}> · </span>
            <svg className={css['square']} width="8" height="8" aria-hidden>
              <rect width="8" height="8" rx="2" />
            </svg>
            {look.beside}
          </span>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={css['panel']}
          align="start"
          sideOffset={8}
          collisionPadding={12}
          aria-label="Sync status"
        >
          <SyncPanel sync={sync} notices={notices} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
