import { useStore } from 'zustand';
import type { SelfView } from '../../../shared/model.ts';
import { formatAddress } from '../../../shared/address.ts';
import { useApp } from '../ui/app-context.ts';
import { Hidden } from '../ui/Hidden.tsx';
import { Tooltip } from '../ui/Tooltip.tsx';
import css from './SelfCard.module.css';

/** This machine: its name and where peers reach it. */
export function SelfCard() {
  const self = useStore(useApp().live, (state) => state.self);
  if (!self) return null;
  const address = self.addresses[0];
  return (
    <Tooltip content={<About self={self} />} side="right">
      <button type="button" className={css['card']}>
        <Hidden>This machine: </Hidden>
        <bdi className={css['name']}>{self.name}</bdi>
        <span className={css['address']}>
          {address === undefined ? 'no network address' : formatAddress(address, self.peerPort)}
        </span>
      </button>
    </Tooltip>
  );
}

function About({ self }: { self: SelfView }) {
  return (
    <span className={css['about']}>
      <span>
        This machine: <b>{self.name}</b>
      </span>
      {self.addresses.map((address) => (
        <span key={address}>Peers: {formatAddress(address, self.peerPort)}</span>
      ))}
      <span>{self.apiPort === null ? 'The local API is off' : `Local API: 127.0.0.1:${self.apiPort}`}</span>
      <span>{self.program}</span>
    </span>
  );
}
