import { ChevronRight } from 'lucide-react';
import type { ChangesetSummary, Origin } from '../../../../shared/model.ts';
import { changeCounts, changedTotal, countsSentence, lostWords } from '../../format/changeset-words.ts';
import { formatCount } from '../../format/number.ts';
import { originWords } from '../../format/origin-words.ts';
import { shortVersion } from '../../format/version.ts';
import { cx } from '../../ui/cx.ts';
import { Hidden } from '../../ui/Hidden.tsx';
import { KeyName } from '../../ui/KeyName.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { OriginIcon } from '../../ui/OriginIcon.tsx';
import { Tag } from '../../ui/Tag.tsx';
import css from './ChangesetRow.module.css';
import { OpenedChanges } from './OpenedChanges.tsx';
import { SeenBy } from './SeenBy.tsx';

interface ChangesetRowProps {
  changeset: ChangesetSummary;
  /** Counts from 1, the header included. */
  rowIndex: number;
  active: boolean;
  open: boolean;
  onOpen: () => void;
}

export const changesetRowId = (seq: number): string => `changeset-${seq}`;

/** One changeset, and below it its changes while it is open. */
export function ChangesetRow({ changeset, rowIndex, active, open, onOpen }: ChangesetRowProps) {
  return (
    <>
      <div
        id={changesetRowId(changeset.seq)}
        role="row"
        aria-level={1}
        aria-rowindex={rowIndex}
        aria-expanded={open}
        aria-selected={active}
        data-changeset
        data-testid="changeset-row"
        className={cx(css['row'], open && css['open'], active && css['active'])}
        onClick={onOpen}
      >
        <span role="gridcell" className={css['time']}>
          <ChevronRight className={css['chevron']} size={13} strokeWidth={2.2} aria-hidden />
          <Moment time={changeset.time} />
        </span>
        <span role="gridcell" className={css['from']}>
          <From origin={changeset.origin} />
        </span>
        <span role="gridcell" className={css['what']}>
          <What changeset={changeset} />
        </span>
        <Version changeset={changeset} />
        <span role="gridcell" className={css['seen']}>
          <SeenBy delivery={changeset.delivery} />
        </span>
      </div>
      {open && <OpenedChanges changeset={changeset} />}
    </>
  );
}

function From({ origin }: { origin: Origin }) {
  const { name, here, tag } = originWords(origin);
  const quiet = origin.kind === 'expiry';
  return (
    <>
      <OriginIcon kind={origin.kind} className={css['origin']} />
      <bdi className={cx(css['name'], here && css['here'], quiet && css['quiet'])} title={name}>
        {name}
      </bdi>
      {tag !== null && <Tag>{tag}</Tag>}
    </>
  );
}

function Version({ changeset }: { changeset: ChangesetSummary }) {
  const [before, after] = [shortVersion(changeset.digestBefore), shortVersion(changeset.digestAfter)];
  return (
    <span role="gridcell" className={css['version']} title={`${before} → ${after}`}>
      <span className={css['before']}>
        {before} <span aria-hidden>→</span>
        <Hidden>to</Hidden>{' '}
      </span>
      <b>{after}</b>
    </span>
  );
}

function What({ changeset }: { changeset: ChangesetSummary }) {
  const total = changedTotal(changeset);
  const [first, second] = changeset.keys;
  const named = second && total === 2 ? 2 : Math.min(1, changeset.keys.length);
  return (
    <>
      <span className={css['counts']} aria-hidden>
        {changeCounts(changeset).map(({ kind, text }) => (
          <span key={kind} className={css[kind]}>
            {text}
          </span>
        ))}
      </span>
      <Hidden>{countsSentence(changeset)}: </Hidden>
      {first && <KeyName value={first.key} />}
      {named === 2 && second && <KeyName value={second.key} />}
      {total > named && named > 0 && <span className={css['more']}>and {formatCount(total - named)} more</span>}
      {changeset.lost > 0 && (
        <span className={css['lost']}>
          <Tag tone="warning">{lostWords(changeset.lost)}</Tag>
        </span>
      )}
    </>
  );
}
