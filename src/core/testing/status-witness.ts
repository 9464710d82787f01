import type { Digest, NodeId, StartId } from '../../shared/model.ts';
import type { PeerRequest, PeerResponse } from '../ports.ts';
import { parseHeader } from '../sync/grapevine-header.ts';
import type { Machine, SimulatedOffice } from './simulated-office.ts';

/** The rules' figures, not the product's: one comparison each clamp(10 s / peers, 0.5 s, 10 s), spread by half of it (RC1), a slow answer. */
const roundMs = (peers: number): number => Math.max(500, 10_000 / peers) * peers * 1.5 + 1_500;

/** What a machine was last told of another's state. */
interface Heard {
  startId: StartId;
  digest: Digest;
  /** Its own digest then. */
  ours: Digest;
  at: number;
}

/**
 * Judges what machines say of the group by what they were told, seen on the network: never "in sync" once a differing digest was received or a
 * round has passed without any, never "behind" without a difference that was received and that stands, nor when all have agreed for a round (PD7).
 */
export class StatusWitness {
  readonly faults: string[] = [];
  /** How often each kind of status was judged. */
  readonly judged = new Map<string, number>();
  readonly #office: SimulatedOffice;
  readonly #heard = new Map<string, Map<NodeId, Heard>>();
  /** Since when all that run are in this state; null when they are not in one. */
  #agreed: { digest: Digest; since: number } | null = null;

  constructor(office: SimulatedOffice) {
    this.#office = office;
    office.network.conditions.heard = (at, from, message) => this.#hear(at, from, message);
  }

  /** Judges the machine from now on whenever its status is another one. To be called after each start. */
  watch(machine: Machine): void {
    this.#heard.set(machine.host, new Map());
    this.#agreed = null;
    machine.node.onChange((event) => {
      if (event.kind === 'status') this.#judge(machine);
    });
  }

  /** Judges all machines that run, now. */
  look(running: readonly Machine[]): void {
    const digest = running[0]?.node.status().digest;
    if (digest === undefined || !this.#office.agree(running)) this.#agreed = null;
    else if (this.#agreed?.digest !== digest) this.#agreed = { digest, since: this.#office.time.monotonicMs() };
    for (const machine of running) {
      this.#judge(machine);
      if (machine.node.status().sync.kind === 'behind') this.#judgeAgreement(machine, running);
    }
  }

  #hear(at: string, from: string, { grapevine }: PeerRequest | PeerResponse): void {
    const header = parseHeader(grapevine);
    const machine = this.#office.machines.find(({ host }) => host === at);
    if (header === null || machine === undefined || at === from) return;
    const { id, startId, digest } = header;
    const time = this.#office.time.monotonicMs();
    this.#heard.get(at)?.set(id, { startId, digest, ours: machine.node.status().digest, at: time });
  }

  #judge(machine: Machine): void {
    const { sync, digest } = machine.node.status();
    this.judged.set(sync.kind, (this.judged.get(sync.kind) ?? 0) + 1);
    const alive = machine.node.peers().filter(({ state }) => state.kind === 'alive');
    const heard = this.#heard.get(machine.host);
    const reports = alive.map(({ id }) => (id === null ? undefined : heard?.get(id)));
    if (sync.kind === 'in-sync') this.#judgeInSync(machine, digest, reports);
    if (sync.kind === 'behind') this.#judgeBehind(machine, digest, reports);
  }

  #judgeInSync({ host }: Machine, ours: Digest, reports: (Heard | undefined)[]): void {
    const oldest = this.#office.time.monotonicMs() - roundMs(reports.length);
    for (const report of reports) {
      if (report === undefined) this.#fault(host, 'says "in sync" of a peer that it never heard');
      else if (report.digest !== ours) this.#fault(host, 'says "in sync" although another digest was received');
      else if (report.at < oldest) this.#fault(host, 'says "in sync" by a report of more than a round ago');
    }
  }

  #judgeBehind({ host }: Machine, ours: Digest, reports: (Heard | undefined)[]): void {
    const stands = reports.some((report) => report !== undefined && report.digest !== ours && report.ours === ours);
    if (!stands) this.#fault(host, 'says "behind" without a difference that was received and stands');
  }

  /** Of one that has just ended nobody can know better. */
  #judgeAgreement({ host, node }: Machine, running: readonly Machine[]): void {
    if (this.#agreed === null) return;
    const alive = node.peers().filter(({ state }) => state.kind === 'alive');
    if (!alive.every(({ host: there }) => running.some((other) => other.host === there))) return;
    if (this.#office.time.monotonicMs() - this.#agreed.since > roundMs(alive.length))
      this.#fault(host, 'says "behind" although all have agreed for a round');
  }

  #fault(host: string, text: string): void {
    this.faults.push(`${host} ${text}, at ${Math.round(this.#office.time.monotonicMs())} ms`);
  }
}
