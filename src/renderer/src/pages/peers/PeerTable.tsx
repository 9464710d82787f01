import { SearchX } from 'lucide-react';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { PeerView } from '../../../../shared/model.ts';
import { visiblePeers } from '../../stores/peer-list.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { listKeyHandler } from '../../ui/list/keys.ts';
import { useFocusOnDemand } from '../../ui/list/useFocusOnDemand.ts';
import { useFixedRows } from '../../ui/list/useFixedRows.ts';
import { Quiet } from '../../ui/Quiet.tsx';
import { NoPeers } from './NoPeers.tsx';
import { PeerRow, peerRowId } from './PeerRow.tsx';
import css from './PeerTable.module.css';

const ROW_HEIGHT = 38;

/** All peers that the filter lets through, or why there is none. */
export function PeerTable({ onAdd }: { onAdd: () => void }) {
  const { live, peerList } = useApp();
  const ready = useStore(live, (state) => state.live !== null);
  const peers = useStore(live, (state) => state.peers);
  const filter = useStore(peerList.store, (state) => state.filter);
  const shown = useMemo(() => visiblePeers(peers.values(), filter), [peers, filter]);
  if (!ready) return <Quiet />;
  if (peers.size === 0) return <NoPeers onAdd={onAdd} />;
  if (shown.length === 0) {
    return (
      <EmptyState
        icon={SearchX}
        title="No machine matches"
        action={<Button onClick={() => peerList.setFilter('')}>Clear the filter</Button>}
      >
        None of the {peers.size} machines has “{filter.trim()}” in its name, address or state.
      </EmptyState>
    );
  }
  return <Grid peers={shown} />;
}

const COLUMNS = ['Machine', 'Address', 'Version', 'Last exchange', 'RTT', 'Clock'];

function Grid({ peers }: { peers: readonly PeerView[] }) {
  const { peerList } = useApp();
  const selected = useStore(peerList.store, (state) => state.selected?.rowId ?? null);
  const activeIndex = useStore(peerList.store, (state) => state.activeIndex);
  const { scroller, onScroll, first, last, totalHeight, pageRows, reveal } = useFixedRows(peers.length, ROW_HEIGHT);
  useFocusOnDemand(scroller);
  const active = Math.min(activeIndex, peers.length - 1);
  const open = (index: number): void => {
    const peer = peers[index] ?? null;
    peerList.select(peer?.rowId === selected ? null : peer, index);
  };
  const onKeyDown = listKeyHandler({
    count: peers.length,
    active,
    pageRows: pageRows - 1,
    onMove: (index) => {
      peerList.activate(index, selected === null ? null : (peers[index] ?? null));
      reveal(index);
    },
    onOpen: open,
  });
  return (
    <div
      id="peer-list"
      ref={scroller}
      className={css['grid']}
      role="grid"
      aria-label="Machines"
      aria-rowcount={peers.length + 1}
      tabIndex={0}
      aria-activedescendant={active >= first && active <= last ? peerRowId(active) : undefined}
      onKeyDown={onKeyDown}
      onScroll={onScroll}
    >
      <div className={css['header']} role="row" aria-rowindex={1}>
        {COLUMNS.map((name) => (
          <span key={name} role="columnheader">
            {name}
          </span>
        ))}
      </div>
      <div className={css['rows']} role="rowgroup" style={{ height: totalHeight }}>
        {peers.slice(first, last + 1).map((peer, n) => (
          <PeerRow
            key={peer.rowId}
            peer={peer}
            index={first + n}
            top={(first + n) * ROW_HEIGHT}
            selected={peer.rowId === selected}
            active={first + n === active}
            onOpen={() => open(first + n)}
          />
        ))}
      </div>
    </div>
  );
}
