import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { cx } from '../../ui/cx.ts';
import { FilterInput } from '../../ui/FilterInput.tsx';
import { Page, Spring } from '../../ui/Page.tsx';
import { AddPeerDialog } from './AddPeerDialog.tsx';
import { OutsidersNote } from './OutsidersNote.tsx';
import { PeerDrawer } from './PeerDrawer.tsx';
import css from './PeersPage.module.css';
import { PeerTable } from './PeerTable.tsx';

/** Who is there, and whether they agree. */
export function PeersPage() {
  const { peerList, live } = useApp();
  const [adding, setAdding] = useState(false);
  const filter = useStore(peerList.store, (state) => state.filter);
  const selected = useStore(peerList.store, (state) => state.selected);
  const any = useStore(live, (state) => state.peers.size > 0);
  const add = (): void => setAdding(true);
  return (
    <Page
      title="Peers"
      tools={
        <>
          {any && (
            <FilterInput
              label="Filter machines"
              value={filter}
              onChange={(value) => peerList.setFilter(value)}
              onLeave={() => document.getElementById('peer-list')?.focus()}
            />
          )}
          <Spring />
          {any && (
            <Button variant="primary" icon={Plus} onClick={add}>
              Add by address…
            </Button>
          )}
        </>
      }
    >
      <div className={cx(css['columns'], selected && css['withDrawer'])}>
        <Card aria-label="Machines">
          <PeerTable onAdd={add} />
        </Card>
        {selected && <PeerDrawer peer={selected} />}
      </div>
      <OutsidersNote />
      {adding && <AddPeerDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}
