import type { Announcement } from '../../../../core/ports.ts';
import type { ManualTime } from '../../../../core/testing/manual-time.ts';
import type { NodeId } from '../../../../shared/model.ts';
import { Link } from '../link.ts';
import { readService } from '../records.ts';
import { DEFAULT_MDNS_SETTINGS, type MdnsSettings } from '../settings.ts';
import { createTime, FakeNetwork, fakeMachine, type FakeSocket, type LogLine } from './fake-network.ts';

export const ANNA: Announcement = { id: 'a1'.repeat(16) as NodeId, name: 'anna', port: 4097, groupId: null };
export const BERT: Announcement = { id: 'b2'.repeat(16) as NodeId, name: 'bert', port: 4098, groupId: null };

export interface LinkUnderTest {
  link: Link;
  log: LogLine[];
  heard: string[];
  waiting: Set<object>;
}

/** A link that tells by name and port which services it heard. */
export function createLink(
  network: FakeNetwork,
  time: ManualTime,
  self: Announcement,
  settings: Partial<MdnsSettings> = {},
  seed = 7,
): LinkUnderTest {
  const { components, log, waiting } = fakeMachine(network, time, {}, seed);
  const heard: string[] = [];
  const link = new Link(
    components,
    { ...DEFAULT_MDNS_SETTINGS, ...settings },
    {
      interfaceName: 'eth0',
      addresses: ['10.0.0.1'],
      self,
      accepts: () => true,
      onService: (service) => {
        const found = readService(service);
        if (found !== null) heard.push(`${found.name ?? '?'}:${found.port}`);
      },
    },
  );
  return { link, log, heard, waiting };
}

export function socketOf(network: FakeNetwork, index = 0): FakeSocket {
  const socket = network.sockets[index];
  if (socket === undefined) throw new Error(`Socket ${index} was never opened.`);
  return socket;
}

/** The messages that a node puts on the network, its first question and announcement among them. */
export async function messagesOf(self: Announcement): Promise<Buffer[]> {
  const network = new FakeNetwork();
  const time = createTime();
  const { link } = createLink(network, time, self);
  await link.open();
  await time.pass(5_000);
  await link.close();
  return socketOf(network).sent;
}

export const isAnswer = (message: Buffer): boolean => (message.readUInt8(2) & 0x80) !== 0;

/** A message without questions whose first record, the PTR of the service type, has no time left to live. */
export function isGoodbye(message: Buffer): boolean {
  const ttlOffset = 12 + '_grapevine._tcp.local'.length + 2 + 4;
  return isAnswer(message) && message.readUInt32BE(ttlOffset) === 0;
}
