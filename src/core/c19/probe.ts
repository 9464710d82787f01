import type { C19Version } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Endpoint, PeerResponse } from '../ports.ts';
import { BLOCKED_THERE, saysBlocked } from '../peers/blocked.ts';
import type { Peer } from '../peers/peer.ts';
import type { Pause } from '../pause.ts';
import type { Self } from '../self.ts';
import { parseHeader } from '../sync/grapevine-header.ts';
import { readMembers } from '../sync/body-members.ts';
import type { AgentAnswer, AgentLink } from './agent-link.ts';

/** Who answers at an address. */
export type Found = { kind: 'native' } | { kind: 'agent'; answer: AgentAnswer };

export interface ProbeComponents {
  link: AgentLink;
  pause: Pause;
  self: Pick<Self, 'header'>;
  /** This node's C19 version now: an agent in the same state need not send it. */
  version: () => C19Version;
}

/** Finds out whether a native node or a C19 agent is at an address, by the one request that both understand (C1.1). */
export class Probe {
  readonly #parts: ProbeComponents;

  constructor(components: ProbeComponents) {
    this.#parts = components;
  }

  /** The error is a plain sentence. */
  async ask(endpoint: Endpoint, peer: Peer | null): Promise<Result<Found, string>> {
    const { link, pause, self, version } = this.#parts;
    const answer = await link.get(endpoint, version(), peer, self.header());
    if (!answer.ok) return answer;
    const { response } = answer.value;
    if (saysBlocked(response)) return err(BLOCKED_THERE);
    if (parseHeader(response.grapevine) !== null) return ok({ kind: 'native' });
    if (response.grapevine === null && (await isAgents(response, pause)))
      return ok({ kind: 'agent', answer: answer.value });
    return err('What answers there is neither a Grapevine node that this one understands nor a C19 agent');
  }
}

/** Other web servers, too, answer a GET. */
async function isAgents({ status, body }: PeerResponse, pause: Pause): Promise<boolean> {
  if (status !== 200) return status === 204;
  return body.length === 0 || (await readMembers(body, pause)).ok;
}
