import { memo } from 'react';
import { useStore } from 'zustand';
import { formatAddress } from '../../../../shared/address.ts';
import type { PeerView } from '../../../../shared/model.ts';
import { clockIsOff, formatOffset, peerLook } from '../../format/peer-words.ts';
import { formatExact, formatMeasured, formatSince } from '../../format/time.ts';
import { peerTitle } from '../../stores/peer-list.ts';
import { useApp } from '../../ui/app-context.ts';
import { cx } from '../../ui/cx.ts';
import { Ago } from '../../ui/Moment.tsx';
import { PeerMarker } from '../../ui/PeerMarker.tsx';
import { Tag } from '../../ui/Tag.tsx';
import css from './PeerRow.module.css';

interface PeerRowProps {
  peer: PeerView;
  index: number;
  top: number;
  selected: boolean;
  active: boolean;
  onOpen: () => void;
}

export const peerRowId = (index: number): string => `peer-row-${index}`;

/** One machine. */
export const PeerRow = memo(function PeerRow({ peer, index, top, selected, active, onOpen }: PeerRowProps) {
  const look = peerLook(peer);
  const address = formatAddress(peer.host, peer.port);
  return (
    <div
      id={peerRowId(index)}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-peer
      data-testid="peer-row"
      className={cx(css['row'], selected && css['selected'], active && css['active'])}
      style={{ transform: `translateY(${top}px)` }}
      onClick={onOpen}
    >
      <span role="rowheader" className={css['machine']}>
        <PeerMarker mark={look.mark} />
        <bdi className={css['name']} title={peer.name}>
          {peerTitle(peer)}
        </bdi>
      </span>
      <span role="gridcell" className={css['address']} title={address}>
        {address}
      </span>
      <span role="gridcell">
        <Tag tone={look.tone} title={look.meaning}>
          {look.words}
        </Tag>
      </span>
      <span role="gridcell" className={css['dim']}>
        <LastExchange peer={peer} />
      </span>
      <span role="gridcell" data-figures>
        {peer.rttMs === null ? <Nothing /> : formatMeasured(peer.rttMs)}
      </span>
      <span role="gridcell" className={css['dim']} data-figures>
        {peer.clockOffsetMs === null ? <Nothing /> : <Clock offsetMs={peer.clockOffsetMs} />}
      </span>
    </div>
  );
});

function LastExchange({ peer: { state, lastHeard } }: { peer: PeerView }) {
  if ('since' in state) return <Since time={state.since} />;
  return lastHeard === null ? <Nothing /> : <Ago time={lastHeard} />;
}

function Since({ time }: { time: number }) {
  const moment = useStore(useApp().now, (now) => formatSince(time, now));
  return (
    <time dateTime={formatExact(time)} title={formatExact(time)}>
      since {moment}
    </time>
  );
}

function Clock({ offsetMs }: { offsetMs: number }) {
  return <span className={clockIsOff(offsetMs) ? css['off'] : undefined}>{formatOffset(offsetMs)}</span>;
}

function Nothing() {
  return <span className={css['nothing']}>–</span>;
}
