/** Comparing with a peer for people, among real nodes in virtual time (RE4). */
import { expect, it } from 'vitest';
import { newOffice, openOffice } from '../../../test/support/office.ts';
import type { PeerComparison } from '../../shared/peer-comparison.ts';
import type { Result } from '../../shared/result.ts';
import type { CompareOptions } from '../node-api.ts';
import { PERFECT } from '../testing/memory-network.ts';
import type { Machine, SimulatedOffice } from '../testing/simulated-office.ts';

const CUT = { ...PERFECT, connects: () => false };
const noteNothing = (): void => undefined;

async function compare(
  office: SimulatedOffice,
  [asking, asked]: [Machine, Machine],
  options: Partial<CompareOptions> = {},
): Promise<Result<PeerComparison, string>> {
  const whole: CompareOptions = { limit: 500, onFound: noteNothing, goesOn: () => true, ...options };
  const comparing = asking.node.comparePeer(asked.id, whole);
  await office.time.pass(30_000);
  return comparing;
}

/** Two machines that wrote while they could not hear each other, just as they can again. */
async function partedOffice(write: (office: SimulatedOffice, two: [Machine, Machine]) => Promise<unknown>) {
  const office = await openOffice(2);
  const two = office.machines as [Machine, Machine];
  await office.write(two[0], 'both', 'old');
  await office.time.pass(2_000);
  office.network.conditions = CUT;
  const written = write(office, two);
  await office.time.pass(6_000);
  await written;
  office.network.conditions = PERFECT;
  return { office, two };
}

const many = (count: number, value: unknown = 1) =>
  Array.from({ length: count }, (_, i) => ({ key: `many/${String(i).padStart(4, '0')}`, value }));

it('[RE4] equal peers are told to be equal, with the version that both hold', async () => {
  const office = await openOffice(2);
  const two = office.machines as [Machine, Machine];
  await office.write(two[0], 'a', 1);
  await office.time.pass(5_000);
  const { digest } = two[0].node.status();
  const compared = await compare(office, two);
  expect(compared).toMatchObject({ ok: true, value: { differences: [], more: false, digest } });
});

it('[RE4] each differing key is told with both entries and the reason', async () => {
  const { office, two } = await partedOffice(async (parted, [mine, theirs]) => {
    await parted.write(mine, 'mine', 1);
    await parted.write(theirs, 'both', 'new');
    await parted.write(theirs, 'theirs', 2);
  });
  const found: number[] = [];
  const compared = await compare(office, two, { onFound: (count) => found.push(count) });
  expect(compared).toMatchObject({
    ok: true,
    value: {
      digest: null,
      more: false,
      differences: [
        { key: 'both', ours: { text: '"old"' }, theirs: { text: '"new"' }, ahead: 'theirs', reason: 'older' },
        { key: 'mine', ours: { text: '1' }, theirs: null, ahead: 'ours', reason: 'missing' },
        { key: 'theirs', ours: null, theirs: { text: '2' }, ahead: 'theirs', reason: 'missing' },
      ],
    },
  });
  expect(found.at(-1)).toBe(3);
  const log = two[0].node.peers()[0]?.exchanges.map(({ text }) => text);
  expect(log).toContain('compared key by key: 3 keys differ');
});

it('[RE4] what a peer refuses stays a difference, with the reason', async () => {
  const office = newOffice();
  const mine = office.add();
  const small = office.add({ settings: { maxEntries: 2 } });
  await Promise.all([mine.node.start(), small.node.start()]);
  await office.time.pass(1_000);
  for (const key of ['a', 'b', 'c', 'd']) await office.write(mine, key, 1);
  await office.time.pass(20_000);
  const compared = await compare(office, [mine, small]);
  const reasons = compared.ok ? compared.value.differences.map(({ ahead, reason }) => `${ahead} ${reason}`) : [];
  expect(new Set(reasons)).toEqual(new Set(['ours limit']));
});

it('[RE4] at most the wanted number of differences is gathered, and that there are more is said', async () => {
  const { office, two } = await partedOffice((_, [mine]) => mine.node.write(many(1_200), { kind: 'user' }));
  const compared = await compare(office, two, { limit: 500 });
  expect(compared).toMatchObject({ ok: true, value: { more: true, digest: null } });
  expect(compared.ok && compared.value.differences.length).toBe(500);
});

it('[RE4] large values are gathered up to 4 MiB', async () => {
  const { office, two } = await partedOffice((_, [mine]) =>
    mine.node.write(many(60, 'x'.repeat(100_000)), { kind: 'user' }),
  );
  const compared = await compare(office, two);
  expect(compared).toMatchObject({ ok: true, value: { more: true } });
  expect(compared.ok && compared.value.differences.length).toBe(41);
});

it('[RE4] a comparison can be stopped, before anything is asked and in the middle', async () => {
  const { office, two } = await partedOffice((_, [mine]) => mine.node.write(many(400), { kind: 'user' }));
  const stopped = { ok: false, error: 'The comparison was stopped.' };
  let asked = 0;
  office.network.conditions = {
    ...PERFECT,
    observe: (_from, _to, { path }) => (asked += Number(path === '/-/standing')),
  };
  expect(await two[0].node.comparePeer(two[1].id, { limit: 5, onFound: noteNothing, goesOn: () => false })).toEqual(
    stopped,
  );
  let found = 0;
  const inTheMiddle = { onFound: (count: number) => (found = count), goesOn: () => found === 0 };
  expect(await compare(office, two, inTheMiddle)).toEqual(stopped);
  expect([asked, found]).toEqual([1, 100]);
});

it('[RE4] neither side is changed by being compared', async () => {
  const { office, two } = await partedOffice((parted, [mine]) => parted.write(mine, 'mine', 1));
  const paths = new Set<string>();
  const digests = two.map(({ node }) => node.status().digest);
  office.network.conditions = { ...PERFECT, observe: (_from, _to, { path }) => paths.add(path) };
  const comparing = two[0].node.comparePeer(two[1].id, { limit: 5, onFound: noteNothing, goesOn: () => true });
  // Before the two compare by themselves, as they do after a cut.
  await office.time.pass(20);
  expect(await comparing).toMatchObject({ ok: true, value: { differences: [{ key: 'mine' }] } });
  expect(two.map(({ node }) => node.status().digest)).toEqual(digests);
  expect(paths).toEqual(new Set(['/-/reconcile', '/-/standing']));
});

it('[RE4] a peer that cannot be compared with is told in words', async () => {
  const office = await openOffice(2);
  const [mine, theirs] = office.machines as [Machine, Machine];
  const options = { limit: 5, onFound: noteNothing, goesOn: () => true };
  const gone = 'This machine is not on the list any more.';
  expect(await mine.node.comparePeer('nobody', options)).toEqual({ ok: false, error: gone });
  office.network.conditions = CUT;
  const silent = 'It did not answer: the log of exchanges says why.';
  expect(await compare(office, [mine, theirs])).toEqual({ ok: false, error: silent });
  office.network.conditions = PERFECT;
  await office.time.pass(61_000);
  void theirs.node.stop();
  await office.time.pass(5_000);
  const left = 'The program was closed there: start it, and compare then.';
  expect(await compare(office, [mine, theirs])).toEqual({ ok: false, error: left });
  void mine.node.stop();
  await office.time.pass(5_000);
  expect(await mine.node.comparePeer(theirs.id, options)).toMatchObject({ ok: false });
});
