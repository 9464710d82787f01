import { Radar } from 'lucide-react';
import { useStore } from 'zustand';
import { formatAddress } from '../../../../shared/address.ts';
import type { SelfView } from '../../../../shared/model.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';

function whatItDoes({ discovery }: SelfView): string {
  if (!discovery.looks) return 'Looking for others by itself is switched off (mDNS): add them by their address.';
  const found = 'Start Grapevine on another machine of this network and it appears here by itself.';
  const hidden = discovery.announces ? '' : ' It does not announce itself: the others have to be given its address.';
  return `It keeps looking for others. ${found} If one is missing, add it by its address.${hidden}`;
}

/** Nobody else there: what this machine does about it, and the one thing to do. */
export function NoPeers({ onAdd }: { onAdd: () => void }) {
  const self = useStore(useApp().live, (state) => state.self);
  const address = self?.addresses[0];
  return (
    <EmptyState
      icon={Radar}
      title="No other machine found yet"
      action={
        <Button variant="primary" onClick={onAdd}>
          Add by address…
        </Button>
      }
    >
      <p>
        This machine is <b>{self?.name}</b>
        {self && address !== undefined && <> at {formatAddress(address, self.peerPort)}</>}. {self && whatItDoes(self)}
      </p>
    </EmptyState>
  );
}
