import { GitCompareArrows, X } from 'lucide-react';
import { useStore } from 'zustand';
import type { PeerView } from '../../../../shared/model.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';

function obstacle({ kind, state }: PeerView): string | null {
  if (kind === 'c19') return 'It runs C19, which cannot be asked where it differs';
  return state.kind === 'alive' ? null : 'It cannot be asked now';
}

/** Compares with this peer; cancels that while it is under way, so that the focus stays where it is. */
export function CompareButton({ peer }: { peer: PeerView }) {
  const { compare } = useApp();
  const isRunning = useStore(compare.store, (state) => state.kind === 'comparing' && state.rowId === peer.rowId);
  if (isRunning) {
    return (
      <Button icon={X} title="Stop comparing" onClick={() => compare.cancel()}>
        Cancel
      </Button>
    );
  }
  const problem = obstacle(peer);
  return (
    <Button
      icon={GitCompareArrows}
      title={problem ?? 'Compare with this peer: show each key that the two do not hold alike'}
      disabled={problem !== null}
      onClick={() => void compare.start(peer.rowId)}
    >
      Compare
    </Button>
  );
}
