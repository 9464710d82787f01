import type { Hello } from '../../shared/hello.ts';
import type { GroupView } from '../../shared/model.ts';
import type { Result } from '../../shared/result.ts';
import type { Channels, Transport } from '../ports.ts';
import type { Self } from '../self.ts';
import type { GroupKeys } from './group-keys.ts';
import { KeyChanges, type KeyChangesComponents } from './key-changes.ts';
import type { Keyring } from './keyring.ts';
import { Outsiders } from './outsiders.ts';
import type { Packing } from './packing.ts';
import { SealedTransport, type SealedTransportComponents } from './sealed-transport.ts';

/** What makes a node a member of a private group. */
export interface GroupComponents {
  keyring: Keyring;
  packing: Packing;
  /** Absent where there are none: all goes in frames then (GR9). */
  channels?: Channels;
  /** Stores the keys (GR5); the error is a plain sentence. */
  save: (keys: GroupKeys) => Promise<Result<void, string>>;
}

export interface GroupPartsComponents
  extends Omit<KeyChangesComponents, 'keyring' | 'save' | 'onChange'>, Pick<SealedTransportComponents, 'transport'> {
  group: GroupComponents | null;
  self: Self;
  /** The keys, or who has them, are others now. */
  onKeys: () => void;
  onOutsiders: () => void;
}

/** The parts of a node that are about its group. */
export interface GroupParts {
  /** Sealed in a private group (GR3). */
  transport: Transport;
  outsiders: Outsiders;
  /** Null in an open group. */
  keyChanges: KeyChanges | null;
  view: () => GroupView;
  /** What a hello says of the group. */
  facts: () => Pick<Hello, 'group' | 'ended'>;
  onHello: (hello: Hello) => void;
  start: () => void;
  stop: () => void;
}

export function buildGroup(components: GroupPartsComponents): GroupParts {
  const { group, self, transport, onKeys, onOutsiders } = components;
  const isOurs = (id: string | null): boolean => (group === null ? id === null : group.keyring.holds(id));
  const outsiders = new Outsiders({ ...components, isOurs, onChange: onOutsiders });
  if (group === null) {
    return {
      ...{ transport, outsiders, keyChanges: null },
      view: () => ({ kind: 'open' }),
      facts: () => ({ group: null, ended: 0 }),
      onHello: () => undefined,
      start: () => undefined,
      stop: () => outsiders.stop(),
    };
  }
  const { keyring } = group;
  const onChange = (): void => {
    sealed.keysChanged();
    outsiders.review();
    onKeys();
  };
  const keyChanges = new KeyChanges({ ...components, ...group, onChange });
  const sealed = new SealedTransport({
    ...{ ...components, ...group, self, holders: keyChanges.holders },
    renew: () => self.startAnew(),
    onStranger: (address) => outsiders.refused(address),
  });
  return {
    ...{ transport: sealed, outsiders, keyChanges },
    view: () => ({ kind: 'private', id: keyring.groupId, change: keyChanges.view() }),
    facts: () => ({ group: keyring.groupId, ended: keyring.keys.ended }),
    onHello: ({ ended }) => keyChanges.endedElsewhere(ended),
    start: () => keyChanges.start(),
    stop: () => {
      keyChanges.stop();
      outsiders.stop();
    },
  };
}
