import { Popover } from 'radix-ui';
import type { Notice, SyncStatus } from '../../../shared/model.ts';
import { plural } from '../format/number.ts';
import { syncLook, syncMeaning, unreachableOf } from '../format/sync-words.ts';
import { ask } from '../stores/ask.ts';
import { useApp } from '../ui/app-context.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { NoticeIcon } from './NoticeIcon.tsx';
import { SyncIcon } from './SyncIcon.tsx';
import css from './SyncPanel.module.css';

/** Behind the pill: the sync status with its meaning, and every notice. */
export function SyncPanel({ sync, notices }: { sync: SyncStatus; notices: readonly Notice[] }) {
  const { nav } = useApp();
  const look = syncLook(sync);
  const unreachable = unreachableOf(sync);
  return (
    <>
      <div className={css['status']}>
        <SyncIcon name={look.icon} className={cx(css['icon'], css[look.tone])} />
        <div className={css['words']}>
          <h2 className={css['title']}>{look.words}</h2>
          <p className={css['meaning']}>{syncMeaning(sync)}</p>
          {unreachable > 0 && (
            <p className={css['meaning']}>
              {plural(unreachable, 'peer is', 'peers are')} unreachable and may have another version.
            </p>
          )}
        </div>
      </div>
      {notices.length > 0 && (
        <ul className={css['notices']} aria-label="Notices">
          {notices.map((notice) => (
            <NoticeRow key={notice.id} notice={notice} />
          ))}
        </ul>
      )}
      <div className={css['actions']}>
        <Popover.Close asChild>
          <Button onClick={() => nav.go('peers')}>Show peers</Button>
        </Popover.Close>
      </div>
    </>
  );
}

function NoticeRow({ notice }: { notice: Notice }) {
  const { bridge, toasts } = useApp();
  const dismiss = async (): Promise<void> => {
    const answer = await ask(bridge.dismissNotice({ id: notice.id }));
    if (!answer.ok) toasts.error(answer.error);
  };
  return (
    <li className={css['notice']}>
      <NoticeIcon severity={notice.severity} />
      <span className={css['text']}>{notice.text}</span>
      <Button variant="quiet" className={css['dismiss']} onClick={() => void dismiss()}>
        Dismiss
      </Button>
    </li>
  );
}
