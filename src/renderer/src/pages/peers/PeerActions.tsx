import { Ban, Check, RefreshCw, Unplug } from 'lucide-react';
import type { PeerView } from '../../../../shared/model.ts';
import { ask } from '../../stores/ask.ts';
import { peerTitle } from '../../stores/peer-list.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { CompareButton } from './CompareButton.tsx';
import css from './PeerActions.module.css';

/** What can be done with one machine: with a blocked one nothing but to unblock it. */
export function PeerActions({ peer, onForgotten }: { peer: PeerView; onForgotten: () => void }) {
  const isBlocked = peer.state.kind === 'blocked';
  return (
    <div className={css['actions']}>
      {!isBlocked && <SyncButton />}
      {!isBlocked && <CompareButton peer={peer} />}
      {peer.id !== null && <BlockButton peer={peer} />}
      {!isBlocked && <ForgetButton peer={peer} onForgotten={onForgotten} />}
    </div>
  );
}

function SyncButton() {
  const { bridge, toasts, announcer } = useApp();
  const sync = async (): Promise<void> => {
    const answer = await ask(bridge.syncNow());
    if (answer.ok) announcer.say('Comparing with every machine now');
    else toasts.error(answer.error);
  };
  return (
    <Button icon={RefreshCw} title="Compare with every machine now" onClick={() => void sync()}>
      Sync now
    </Button>
  );
}

/** One button for both, so that the focus stays where it is. */
function BlockButton({ peer }: { peer: PeerView }) {
  const { bridge, toasts } = useApp();
  const { rowId } = peer;
  const unblock = async (): Promise<void> => {
    const answer = await ask(bridge.unblockPeer({ rowId }));
    if (answer.ok) toasts.push({ text: 'Unblocked:', subject: peerTitle(peer) });
    else toasts.error(`Not unblocked. ${answer.error}`);
  };
  const block = async (): Promise<void> => {
    const answer = await ask(bridge.blockPeer({ rowId }));
    const fault = answer.ok ? faultOf(answer.value) : answer.error;
    if (fault !== null) toasts.error(`Not blocked. ${fault}`);
    else {
      const action = { label: 'Undo', run: () => void unblock() };
      toasts.push({ text: 'Blocked:', subject: peerTitle(peer), action });
    }
  };
  return peer.state.kind === 'blocked' ? (
    <Button icon={Check} title="Ask and answer it again" onClick={() => void unblock()}>
      Unblock
    </Button>
  ) : (
    <Button icon={Ban} title="Neither ask nor answer it until it is unblocked" onClick={() => void block()}>
      Block
    </Button>
  );
}

const faultOf = (done: { ok: true } | { ok: false; error: string }): string | null => (done.ok ? null : done.error);

function ForgetButton({ peer, onForgotten }: { peer: PeerView; onForgotten: () => void }) {
  const { bridge, toasts } = useApp();
  const forget = async (): Promise<void> => {
    const answer = await ask(bridge.forgetPeer({ rowId: peer.rowId }));
    if (!answer.ok) toasts.error(`Not forgotten. ${answer.error}`);
    else {
      onForgotten();
      toasts.push({ text: 'Forgotten; it comes back if it is found again:', subject: peerTitle(peer) });
    }
  };
  return (
    <Button icon={Unplug} title="Take it off this list until it is found again" onClick={() => void forget()}>
      Forget
    </Button>
  );
}
