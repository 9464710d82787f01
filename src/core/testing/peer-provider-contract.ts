/**
 * What every provider that finds peers on a medium must do (PD1, PD2): run on each adapter and on the test double.
 *
 * A thing that must not happen is checked after a witness: something that comes later by the same way and does happen.
 */
import type { NodeId } from '../../shared/model.ts';
import type { Announcement, Candidate, PeerProvider } from '../ports.ts';

export interface PeerProviderHarness {
  /** A provider on this harness's medium. The harness stops those that a case leaves running. */
  provider(settings: { announce: boolean }): PeerProvider;
  /** Resolves once the condition holds; rejects, naming `what`, after a bounded wait. */
  until(condition: () => boolean, what: string): Promise<void>;
}

export interface ContractCase {
  /** Begins with the rule it proves. */
  title: string;
  run(harness: PeerProviderHarness): Promise<void>;
}

const ANNA: Announcement = { id: 'a1'.repeat(16) as NodeId, name: 'anna', port: 4097, groupId: null };
const BERT: Announcement = { id: 'b2'.repeat(16) as NodeId, name: 'bert', port: 4098, groupId: 'ab'.repeat(8) };
const CARL: Announcement = { id: 'c3'.repeat(16) as NodeId, name: 'carl', port: 4099, groupId: null };

/** A started provider with the hints it gave. */
interface Started {
  provider: PeerProvider;
  hints: Candidate[];
}

async function start(
  harness: PeerProviderHarness,
  self: Announcement,
  settings = { announce: true },
): Promise<Started> {
  const provider = harness.provider(settings);
  const hints: Candidate[] = [];
  await provider.start(self, (candidate) => hints.push(candidate));
  return { provider, hints };
}

/** Whether the hints name this node with these very data. */
function knows({ hints }: Started, { id, name, port, groupId }: Announcement): boolean {
  return hints.some((hint) => hint.id === id && hint.name === name && hint.port === port && hint.groupId === groupId);
}

function check(condition: boolean, what: string): void {
  if (!condition) throw new Error(`The contract is broken: ${what}.`);
}

export const peerProviderContract: ContractCase[] = [
  {
    title: '[PD2] announces, and is found by another with its id, name, port and group',
    run: async (harness) => {
      const looker = await start(harness, ANNA);
      const found = await start(harness, BERT);
      await harness.until(() => knows(looker, BERT), 'anna finds bert');
      const hint = looker.hints.find(({ id }) => id === BERT.id);
      check(hint?.foundBy === found.provider.foundBy, 'a hint says how it was found');
      check(hint?.host !== '', 'a hint has a host');
    },
  },
  {
    title: '[PD2] finds those that started earlier and those that start later',
    run: async (harness) => {
      await start(harness, ANNA);
      const bert = await start(harness, BERT);
      await harness.until(() => knows(bert, ANNA), 'bert finds anna, who was there before');
      await start(harness, CARL);
      await harness.until(() => knows(bert, CARL), 'bert finds carl, who came later');
    },
  },
  {
    title: '[PD2] is not found with announcing switched off, but still finds',
    run: async (harness) => {
      const silent = await start(harness, ANNA, { announce: false });
      const bert = await start(harness, BERT);
      await harness.until(() => knows(silent, BERT), 'the silent one finds bert');
      silent.provider.announce({ ...ANNA, name: 'anna 2' });
      bert.provider.refresh();
      await start(harness, CARL);
      await harness.until(() => knows(bert, CARL), 'bert finds carl, who came last');
      check(!bert.hints.some(({ id }) => id === ANNA.id), 'the silent one stays unseen');
    },
  },
  {
    title: '[PD2] follows a change of port, of name and of id',
    run: async (harness) => {
      const looker = await start(harness, ANNA);
      const { provider } = await start(harness, BERT);
      await harness.until(() => knows(looker, BERT), 'anna finds bert');
      for (const changed of [{ ...BERT, port: 5001 }, { ...BERT, name: 'bertha', port: 5001 }, CARL]) {
        provider.announce(changed);
        await harness.until(() => knows(looker, changed), `anna sees ${JSON.stringify(changed)}`);
      }
    },
  },
  {
    title: '[PD2] does not yield its own announcement',
    run: async (harness) => {
      const anna = await start(harness, ANNA);
      const bert = await start(harness, BERT);
      await harness.until(() => knows(anna, BERT) && knows(bert, ANNA), 'both find each other');
      check(!anna.hints.some(({ id }) => id === ANNA.id), 'anna is not hinted at herself');
      check(!bert.hints.some(({ id }) => id === BERT.id), 'bert is not hinted at himself');
    },
  },
  {
    title: '[PD2] yields again when refreshed',
    run: async (harness) => {
      const looker = await start(harness, ANNA);
      await start(harness, BERT);
      await harness.until(() => knows(looker, BERT), 'anna finds bert');
      for (let round = 0; round < 2; round += 1) {
        looker.hints.length = 0;
        looker.provider.refresh();
        await harness.until(() => knows(looker, BERT), 'anna finds bert again');
      }
    },
  },
  {
    title: '[PD2] gives no hint after stop, and may be stopped twice',
    run: async (harness) => {
      const stopped = await start(harness, ANNA);
      const witness = await start(harness, BERT);
      await harness.until(() => knows(stopped, BERT), 'anna finds bert');
      await Promise.all([stopped.provider.stop(), stopped.provider.stop()]);
      await stopped.provider.stop();
      stopped.hints.length = 0;
      stopped.provider.refresh();
      stopped.provider.announce({ ...ANNA, port: 5002 });
      await start(harness, CARL);
      await harness.until(() => knows(witness, CARL), 'bert finds carl, who came after the stop');
      check(stopped.hints.length === 0, 'a stopped provider is silent');
      check(!knows(witness, { ...ANNA, port: 5002 }), 'a stopped provider announces nothing');
    },
  },
  {
    title: '[PD2] starts again after a stop, with new data',
    run: async (harness) => {
      const looker = await start(harness, ANNA);
      const { provider, hints } = await start(harness, BERT);
      await harness.until(() => knows(looker, BERT), 'anna finds bert');
      const stopping = provider.stop();
      hints.length = 0;
      const again: Started = { provider, hints: [] };
      await provider.start({ ...BERT, port: 5003 }, (candidate) => again.hints.push(candidate));
      await stopping;
      await harness.until(() => knows(looker, { ...BERT, port: 5003 }), 'anna finds bert at his new port');
      await harness.until(() => knows(again, ANNA), 'bert finds anna again');
      check(hints.length === 0, 'the first listener hears nothing any more');
    },
  },
  {
    title: '[PD2] a second start changes nothing',
    run: async (harness) => {
      const anna = await start(harness, ANNA);
      const second: Candidate[] = [];
      await anna.provider.start({ ...ANNA, port: 5004 }, (candidate) => second.push(candidate));
      const bert = await start(harness, BERT);
      await harness.until(() => knows(anna, BERT) && knows(bert, ANNA), 'both find each other');
      check(second.length === 0, 'the second listener hears nothing');
      check(!knows(bert, { ...ANNA, port: 5004 }), 'the second data are not announced');
    },
  },
];
