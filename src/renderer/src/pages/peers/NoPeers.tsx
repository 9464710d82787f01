import { Radar } from 'lucide-react';
import { useStore } from 'zustand';
import { formatAddress } from '../../../../shared/address.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';

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
        This machine announces itself as <b>{self?.name}</b>
        {self && address !== undefined && <> at {formatAddress(address, self.peerPort)}</>} and keeps looking. Start
        Grapevine on another machine of this network and it appears here by itself. If one is missing, add it by its
        address.
      </p>
    </EmptyState>
  );
}
