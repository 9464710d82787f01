import { X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { formatAddress } from '../../../../shared/address.ts';
import type { PeerView } from '../../../../shared/model.ts';
import { clockIsOff, foundByWords, offsetWords, peerLook } from '../../format/peer-words.ts';
import { formatMeasured } from '../../format/time.ts';
import { peerTitle } from '../../stores/peer-list.ts';
import { useApp } from '../../ui/app-context.ts';
import { Card } from '../../ui/Card.tsx';
import { cx } from '../../ui/cx.ts';
import { Fact, Facts } from '../../ui/Facts.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Ago } from '../../ui/Moment.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';
import { Tag } from '../../ui/Tag.tsx';
import { Comparison } from './Comparison.tsx';
import { ExchangeLog } from './ExchangeLog.tsx';
import { PeerActions } from './PeerActions.tsx';
import css from './PeerDrawer.module.css';

/** All that is known of one machine, and what can be done with it. */
export function PeerDrawer({ peer }: { peer: PeerView }) {
  const { peerList } = useApp();
  const look = peerLook(peer);
  const close = (): void => {
    peerList.select(null);
    document.getElementById('peer-list')?.focus();
  };
  useShortcut('Escape', close);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    close();
  };
  return (
    <Card className={css['drawer']} aria-label={peerTitle(peer)} onKeyDown={onKeyDown}>
      <header className={css['header']}>
        <h2 className={css['name']}>
          <bdi>{peerTitle(peer)}</bdi>
        </h2>
        <Tag tone={look.tone}>{look.words}</Tag>
        <IconButton icon={X} label="Close" onClick={close} />
      </header>
      <div className={css['body']}>
        <p className={cx(css['meaning'], css[look.tone])}>{look.meaning}</p>
        <PeerFacts peer={peer} />
        <PeerActions peer={peer} onForgotten={close} />
        <Comparison peer={peer} />
        <h3 className={css['heading']}>Exchanges</h3>
        <ExchangeLog exchanges={peer.exchanges} />
      </div>
    </Card>
  );
}

function PeerFacts({ peer }: { peer: PeerView }) {
  return (
    <Facts>
      <Fact name="Address">
        <span className={css['mono']}>{formatAddress(peer.host, peer.port)}</span>
      </Fact>
      {peer.otherAddresses.length > 0 && (
        <Fact name="Also at">
          {peer.otherAddresses.map((address) => (
            <div key={address} className={css['mono']}>
              {address}
            </div>
          ))}
        </Fact>
      )}
      <Fact name="Found by">{foundByWords(peer.foundBy)}</Fact>
      <Fact name="Last heard">{peer.lastHeard === null ? 'never' : <Ago time={peer.lastHeard} />}</Fact>
      <Fact name="Round trip">{peer.rttMs === null ? 'not measured yet' : formatMeasured(peer.rttMs)}</Fact>
      <Fact name="Clock">
        {peer.clockOffsetMs === null ? (
          'not measured yet'
        ) : (
          <span className={clockIsOff(peer.clockOffsetMs) ? css['off'] : undefined}>
            {offsetWords(peer.clockOffsetMs)}
          </span>
        )}
      </Fact>
      <Fact name="Program">{peer.program ?? 'not known yet'}</Fact>
      <Fact name="Digest">
        <span className={css['mono']}>{peer.digest ?? 'not known yet'}</span>
      </Fact>
    </Facts>
  );
}
