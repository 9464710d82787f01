import type { ChangesetSummary, Origin } from '../../../../shared/model.ts';
import { deliveryLook } from '../../format/delivery-words.ts';
import { setAsideReason } from '../../format/origin-words.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import css from './OpenedHeader.module.css';

/** Above the changes of the open changeset: who has it, ways to the whole state around it, and where set-aside entries are. */
export function OpenedHeader({ changeset: { seq, origin, delivery } }: { changeset: ChangesetSummary }) {
  const { past } = useApp();
  const look = deliveryLook(delivery);
  return (
    <div className={css['header']}>
      {origin.kind === 'set-aside' && <SetAside origin={origin} />}
      {look !== null && <p>{look.sentence}</p>}
      <div className={css['moments']}>
        <span>Look at the whole state</span>
        <Button
          aria-label="Look at the whole state before this change"
          onClick={() => void past.open({ seq: Math.max(0, seq - 1) })}
        >
          before this change
        </Button>
        <Button aria-label="Look at the whole state after this change" onClick={() => void past.open({ seq })}>
          after this change
        </Button>
      </div>
    </div>
  );
}

function SetAside({ origin }: { origin: Extract<Origin, { kind: 'set-aside' }> }) {
  return (
    <div className={css['aside']}>
      <p>{setAsideReason(origin)}</p>
      <p className={css['file']}>
        <bdi className={css['path']}>{origin.file}</bdi>
        <CopyButton text={origin.file} what="the path" />
      </p>
    </div>
  );
}
