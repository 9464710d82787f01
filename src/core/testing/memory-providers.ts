import type { FoundBy } from '../../shared/model.ts';
import type { Announcement, Candidate, PeerProvider, Scheduler } from '../ports.ts';

export interface MemoryProviderSettings {
  /** Where the others are told to find this node. */
  host: string;
  /** @default true */
  announce?: boolean;
  /** @default 'mdns' */
  foundBy?: FoundBy;
  /** How often it looks again by itself, as mDNS does (PD2). @default only when it is told to */
  looksEveryMs?: number | undefined;
}

export interface MemoryDiscovery {
  provider(settings: MemoryProviderSettings): PeerProvider;
}

interface Member {
  /** Null for one that only looks. */
  announcement: () => Announcement | null;
  host: string;
  hear: (host: string, announcement: Announcement) => void;
}

/**
 * A link on which providers find each other, in the scheduler's time: every announcement and every look reaches each of
 * the others once, `delayMs` later, in the order of their starts.
 */
export function createMemoryDiscovery(scheduler: Scheduler, { delayMs = 20 } = {}): MemoryDiscovery {
  const members = new Set<Member>();
  const tell = (from: Member, to: Member): void => {
    scheduler.after(delayMs, () => {
      const announcement = from.announcement();
      if (announcement !== null && members.has(from) && members.has(to)) to.hear(from.host, announcement);
    });
  };
  const others = (member: Member): Member[] => [...members].filter((other) => other !== member);
  return {
    provider: (settings) =>
      createMemoryProvider(settings, {
        join: (member) => members.add(member),
        leave: (member) => members.delete(member),
        announce: (member) => others(member).forEach((other) => tell(member, other)),
        look: (member) => others(member).forEach((other) => tell(other, member)),
        later: (delayMs, task) => scheduler.after(delayMs, task),
      }),
  };
}

interface Medium {
  join: (member: Member) => void;
  leave: (member: Member) => void;
  announce: (member: Member) => void;
  look: (member: Member) => void;
  later: (delayMs: number, task: () => void) => () => void;
}

function createMemoryProvider(settings: MemoryProviderSettings, medium: Medium): PeerProvider {
  const { host, announce = true, foundBy = 'mdns', looksEveryMs } = settings;
  let member: Member | null = null;
  let self: Announcement | null = null;
  let cancelLook = (): void => undefined;
  const join = (onCandidate: (candidate: Candidate) => void): Member => ({
    announcement: () => (announce ? self : null),
    host,
    hear: (from, { port, id, name, groupId }) => onCandidate({ host: from, port, id, name, foundBy, groupId }),
  });
  const lookAgain = (): void => {
    if (looksEveryMs === undefined || member === null) return;
    cancelLook = medium.later(looksEveryMs, () => {
      if (member !== null) medium.look(member);
      lookAgain();
    });
  };
  return {
    foundBy,
    start: (announcement, onCandidate) => {
      if (member === null) {
        self = announcement;
        medium.join((member = join(onCandidate)));
        medium.announce(member);
        medium.look(member);
        lookAgain();
      }
      return Promise.resolve();
    },
    announce: (announcement) => {
      self = announcement;
      if (member !== null) medium.announce(member);
    },
    refresh: () => {
      if (member !== null) medium.look(member);
    },
    stop: () => {
      if (member !== null) medium.leave(member);
      cancelLook();
      member = null;
      return Promise.resolve();
    },
  };
}
