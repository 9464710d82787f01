import { beforeEach, describe, expect, it } from 'vitest';
import type { Candidate, PeerProvider } from '../../../core/ports.ts';
import { ManualTime } from '../../../core/testing/manual-time.ts';
import type { NodeId } from '../../../shared/model.ts';
import { settle } from '../../../../test/support/settle.ts';
import { recordingLogger } from '../http/testing/loggers.ts';
import type { DnsName } from './dns-name.ts';
import { createDnsProvider } from './provider.ts';
import { MAX_ADDRESSES, MAX_NAMES } from './settings.ts';
import { FakeDns } from './testing/fake-resolver.ts';

const self = { id: '00'.repeat(16) as NodeId, name: 'desk', port: 4097, groupId: null };
const hint = (host: string, port: number | null = null): Candidate => {
  return { host, port, id: null, name: null, foundBy: 'dns' };
};
const host = (name: string, port: number | null = null): DnsName => ({ kind: 'host', host: name, port });
const srv = (name: string): DnsName => ({ kind: 'srv', host: name });
const a = (address: string, ttl = 5) => ({ address, ttl });

let dns: FakeDns;
let time: ManualTime;
let names: DnsName[];
let hints: Candidate[];
let log: ReturnType<typeof recordingLogger>;
let provider: PeerProvider;

beforeEach(() => {
  dns = new FakeDns();
  time = new ManualTime(settle);
  names = [host('pcs.example')];
  hints = [];
  log = recordingLogger();
  const components = { logger: log.logger, scheduler: time, createResolver: dns.createResolver };
  provider = createDnsProvider(components, {}, () => names);
});

async function start(): Promise<void> {
  await provider.start(self, (candidate) => hints.push(candidate));
  await time.pass(0);
}

/** Hints of the next `durationMs`. */
async function hintsWithin(durationMs: number): Promise<Candidate[]> {
  hints.length = 0;
  await time.pass(durationMs);
  return [...hints];
}

describe('DNS provider', () => {
  it('[PD1] yields every address of a name, IPv4 and IPv6, each once', async () => {
    dns.zone.set('pcs.example', { a: [a('10.0.0.1'), a('10.0.0.2'), a('10.0.0.1')], aaaa: [a('fd00::1')] });
    await start();
    expect(hints).toEqual([hint('10.0.0.1'), hint('10.0.0.2'), hint('fd00::1')]);
  });

  it('[PD1] yields the port that stands behind a name, and those of SRV records with the addresses of their targets', async () => {
    names = [host('pcs.example', 4100), srv('_grapevine._tcp.example')];
    dns.zone.set('pcs.example', { a: [a('10.0.0.1')] });
    const targets = ['one.example', 'two.example', '', 'lost.example'];
    dns.zone.set('_grapevine._tcp.example', {
      srv: [...targets.map((name, index) => ({ name, port: 5001 + index })), { name: 'one.example', port: 0 }],
    });
    dns.zone.set('one.example', { a: [a('10.0.1.1'), a('10.0.1.2')] });
    dns.zone.set('two.example', { aaaa: [a('fd00::2')] });
    dns.zone.set('lost.example', { fails: 'ESERVFAIL' });
    await start();
    expect(new Set(hints)).toEqual(
      new Set([hint('10.0.0.1', 4100), hint('10.0.1.1', 5001), hint('10.0.1.2', 5001), hint('fd00::2', 5002)]),
    );
  });

  it('[PD1] looks again when the records are too old: not before 30 s, and after 5 min at the latest', async () => {
    const looksAt = async (ttl: number): Promise<number> => {
      dns.zone.set('pcs.example', { a: [a('10.0.0.1', ttl), a('10.0.0.2', 86_400)] });
      provider.refresh();
      await time.pass(0);
      const from = time.monotonicMs();
      hints.length = 0;
      await time.passUntil(() => hints.length > 0, 3_600_000);
      return time.monotonicMs() - from;
    };
    await start();
    expect(await looksAt(0)).toBe(30_000);
    expect(await looksAt(120)).toBe(120_000);
    expect(await looksAt(7_200)).toBe(300_000);
  });

  it('[PD1] follows what the name says, and is silent when it says nothing any more', async () => {
    dns.zone.set('pcs.example', { a: [a('10.0.0.1')] });
    await start();
    dns.zone.set('pcs.example', { a: [a('10.0.0.2')] });
    expect(await hintsWithin(30_000)).toEqual([hint('10.0.0.2')]);
    dns.zone.set('pcs.example', {});
    expect(await hintsWithin(30_000)).toEqual([]);
    provider.refresh();
    expect(await hintsWithin(0)).toEqual([]);
  });

  it('[PD1] refreshed, it tells what it knows at once, and drops the question that went by the old network', async () => {
    dns.zone.set('pcs.example', { a: [a('10.0.0.1')] });
    await start();
    dns.zone.set('pcs.example', 'hang');
    await time.pass(30_000);
    expect(dns.open).toBe(2);
    dns.zone.set('pcs.example', { a: [a('10.0.0.2')] });
    hints.length = 0;
    provider.refresh();
    expect(hints).toEqual([hint('10.0.0.1')]);
    expect(await hintsWithin(0)).toEqual([hint('10.0.0.2')]);
    expect(dns.open).toBe(0);
  });

  it('[PD1] retries a name that fails with growing pauses, and keeps what it knew', async () => {
    dns.zone.set('pcs.example', { a: [a('10.0.0.1')] });
    await start();
    dns.zone.set('pcs.example', { fails: 'ETIMEOUT' });
    await time.pass(30_000);
    dns.asked.length = 0;
    await time.pass(1_000 + 2_000 + 4_000);
    expect(dns.asked).toHaveLength(3 * 2);
    await time.pass(3_600_000);
    dns.asked.length = 0;
    await time.pass(600_000);
    expect(dns.asked).toHaveLength(10 * 2);
    expect(hints).toEqual([hint('10.0.0.1')]);
    provider.refresh();
    expect(hints).toEqual([hint('10.0.0.1'), hint('10.0.0.1')]);
  });

  it('[PD1] one kind of record is enough when the other fails', async () => {
    const half = dns.createResolver;
    const createResolver = () => ({ ...half(), resolve6: () => Promise.reject(new Error('broken')) });
    provider = createDnsProvider({ logger: log.logger, scheduler: time, createResolver }, {}, () => names);
    dns.zone.set('pcs.example', { a: [a('10.0.0.1')] });
    await start();
    expect(hints).toEqual([hint('10.0.0.1')]);
    dns.zone.set('pcs.example', {});
    await time.pass(30_000);
    expect(log.events.map(({ event }) => event)).toEqual(['dns-resolved', 'dns-failed']);
  });

  it('[PD1] tells the log once when a name begins or ends to fail', async () => {
    dns.zone.set('pcs.example', { fails: 'ESERVFAIL' });
    await start();
    await time.pass(600_000);
    dns.zone.set('pcs.example', { a: [a('10.0.0.1')] });
    await time.pass(600_000);
    dns.zone.delete('pcs.example');
    await time.pass(600_000);
    expect(log.events).toEqual([
      { event: 'dns-failed', fields: { name: 'pcs.example', reason: 'ESERVFAIL' } },
      { event: 'dns-resolved', fields: { name: 'pcs.example', addresses: 1, cut: false } },
      { event: 'dns-empty', fields: { name: 'pcs.example' } },
    ]);
  });

  it('[PD1] a system that gives no resolver is a failure like others', async () => {
    const createResolver = () => {
      throw new Error('too many open files');
    };
    provider = createDnsProvider({ logger: log.logger, scheduler: time, createResolver }, {}, () => names);
    await start();
    await time.pass(60_000);
    const fields = { name: 'pcs.example', reason: 'Error: too many open files' };
    expect(log.events).toEqual([{ event: 'dns-failed', fields }]);
    await provider.stop();
  });
});

describe('DNS provider, bounds', () => {
  it('[LM1] takes so many addresses of a name and no more', async () => {
    const many = Array.from({ length: MAX_ADDRESSES + 1 }, (_, n) => a(`10.0.${n >> 8}.${n & 255}`));
    dns.zone.set('pcs.example', { a: many });
    await start();
    expect(hints).toHaveLength(MAX_ADDRESSES);
    expect(log.events[0]?.fields).toEqual({ name: 'pcs.example', addresses: MAX_ADDRESSES, cut: true });
  });

  it('[LM1] takes so many SRV targets and no more', async () => {
    names = [srv('_grapevine._tcp.example')];
    const targets = Array.from({ length: MAX_ADDRESSES + 1 }, (_, n) => ({ name: `pc${n}.example`, port: 4097 }));
    dns.zone.set('_grapevine._tcp.example', { srv: targets });
    await start();
    expect(dns.asked).toHaveLength(1 + 2 * MAX_ADDRESSES);
  });

  it('[LM1] follows so many names and no more, with few questions at once, and says so once', async () => {
    names = Array.from({ length: MAX_NAMES + 1 }, (_, n) => host(`pc${n}.example`));
    await start();
    provider.refresh();
    await time.pass(0);
    expect(new Set(dns.asked).size).toBe(MAX_NAMES * 2);
    expect(dns.mostOpen).toBe(16);
    expect(log.events.filter(({ event }) => event === 'dns-too-many-names')).toHaveLength(1);
  });
});

describe('DNS provider, start and stop', () => {
  it('[PD2] a second start changes nothing', async () => {
    dns.zone.set('pcs.example', { a: [a('10.0.0.1')] });
    await start();
    const second: Candidate[] = [];
    await provider.start(self, (candidate) => second.push(candidate));
    expect(await hintsWithin(30_000)).toEqual([hint('10.0.0.1')]);
    expect(second).toEqual([]);
  });

  it('[PD2] gives no hint and asks nothing before start and after stop, and may be stopped twice', async () => {
    dns.zone.set('pcs.example', { a: [a('10.0.0.1')] });
    provider.refresh();
    await time.pass(60_000);
    expect(dns.asked).toEqual([]);
    await start();
    await Promise.all([provider.stop(), provider.stop()]);
    await provider.stop();
    dns.asked.length = 0;
    provider.refresh();
    provider.announce(self);
    expect(await hintsWithin(3_600_000)).toEqual([]);
    expect(dns.asked).toEqual([]);
  });

  it('[PD2] stop ends the questions under way, and those that wait for their turn are not asked', async () => {
    names = Array.from({ length: 20 }, (_, n) => host(`pc${n}.example`));
    for (const name of names) dns.zone.set(name.host, 'hang');
    await start();
    expect(dns.open).toBe(16);
    await provider.stop();
    expect(dns.open).toBe(0);
    expect(dns.asked).toHaveLength(16);
    await time.pass(600_000);
    expect(log.events).toEqual([]);
  });

  it('[PD2] starts again after a stop, for the new listener alone', async () => {
    dns.zone.set('pcs.example', 'hang');
    await start();
    const stopping = provider.stop();
    dns.zone.set('pcs.example', { a: [a('10.0.0.1')] });
    const again: Candidate[] = [];
    await provider.start(self, (candidate) => again.push(candidate));
    await stopping;
    await time.pass(0);
    expect(again).toEqual([hint('10.0.0.1')]);
    expect(hints).toEqual([]);
  });

  it('[PD1] takes up names that were added, and drops those that were removed, at the next refresh', async () => {
    dns.zone.set('pcs.example', { a: [a('10.0.0.1')] });
    dns.zone.set('others.example', { a: [a('10.0.0.2')] });
    await start();
    names = [host('others.example')];
    provider.refresh();
    expect(await hintsWithin(30_000)).toEqual([hint('10.0.0.2'), hint('10.0.0.2')]);
    expect(dns.asked.filter((question) => question === 'A pcs.example')).toHaveLength(1);
  });
});
