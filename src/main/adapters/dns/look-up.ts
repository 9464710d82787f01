import { formatAddress } from '../../../shared/address.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { DnsName } from './dns-name.ts';
import type { QuerySlots } from './query-slots.ts';
import type { DnsResolver } from './resolver.ts';
import { MAX_ADDRESSES } from './settings.ts';

/** Where DNS says that peers listen; `port` null means the target port. */
export interface FoundAddress {
  host: string;
  port: number | null;
}

export interface Found {
  /** Each once, at most {@link MAX_ADDRESSES}; none when DNS says that there are none. */
  addresses: FoundAddress[];
  /** Whether there were more. */
  isCut: boolean;
  /** How long the shortest-lived address record may be held; null when no record told. SRV records do not tell. */
  ttlMs: number | null;
}

/** One look at a name. Cancelled, it ends soon, by a failure. */
export interface LookTools {
  resolver: DnsResolver;
  slots: QuerySlots;
  signal: AbortSignal;
}

interface AddressRecord {
  address: string;
  ttl: number;
}

/** Either the records, or why there was no answer: an error code of `node:dns`. */
type Records<T> = Result<T[], string>;

/** Asks for the addresses of a name. An answer that there are none is an answer; the error is a code of `node:dns`. */
export async function lookUp(tools: LookTools, name: DnsName): Promise<Result<Found, string>> {
  if (name.kind === 'srv') return lookUpService(tools, name.host);
  const records = await addressRecords(tools, name.host);
  if (!records.ok) return records;
  const found = new Collection();
  found.add(records.value, name.port);
  return ok(found.result());
}

/** Targets that cannot be looked up do not keep the others from being found. */
async function lookUpService(tools: LookTools, name: string): Promise<Result<Found, string>> {
  const services = await ask(tools, () => tools.resolver.resolveSrv(name));
  if (!services.ok) return services;
  const ports = portsByTarget(services.value);
  const found = new Collection();
  const answers = await Promise.all(
    [...ports].map(async ([host, its]) => {
      const records = await addressRecords(tools, host);
      if (records.ok) for (const port of its) found.add(records.value, port);
      return records;
    }),
  );
  const failure = answers.find((answer) => !answer.ok);
  const result = found.result();
  return failure !== undefined && result.addresses.length === 0 ? failure : ok(result);
}

/** The target "." says that the service is not offered (RFC 2782). */
function portsByTarget(services: { name: string; port: number }[]): Map<string, Set<number>> {
  const ports = new Map<string, Set<number>>();
  for (const { name, port } of services.slice(0, MAX_ADDRESSES)) {
    if (name === '' || name === '.' || port === 0) continue;
    const its = ports.get(name);
    if (its === undefined) ports.set(name, new Set([port]));
    else its.add(port);
  }
  return ports;
}

/** A and AAAA: either will do. */
async function addressRecords(tools: LookTools, host: string): Promise<Records<AddressRecord>> {
  const { resolver } = tools;
  const [four, six] = await Promise.all([
    ask(tools, () => resolver.resolve4(host, { ttl: true })),
    ask(tools, () => resolver.resolve6(host, { ttl: true })),
  ]);
  const records = [four, six].flatMap((answer) => (answer.ok ? answer.value : []));
  if (records.length > 0) return ok(records);
  return four.ok ? six : four;
}

/** The name, or a record of this kind for it, does not exist. */
const NOTHING_THERE: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA']);

async function ask<T>({ slots, signal }: LookTools, question: () => Promise<T[]>): Promise<Records<T>> {
  try {
    return ok(await slots.run(() => (signal.aborted ? Promise.reject(CANCELLED) : question())));
  } catch (error) {
    const code = codeOf(error);
    return NOTHING_THERE.has(code) ? ok([]) : err(code);
  }
}

const CANCELLED = Object.assign(new Error('The look was cancelled.'), { code: 'ECANCELLED' });

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error);

/** What a look brought so far. */
class Collection {
  readonly #addresses = new Map<string, FoundAddress>();
  #isCut = false;
  #ttl = Infinity;

  add(records: readonly AddressRecord[], port: number | null): void {
    for (const { address, ttl } of records) {
      this.#ttl = Math.min(this.#ttl, ttl);
      const text = formatAddress(address, port);
      if (this.#addresses.has(text)) continue;
      if (this.#addresses.size < MAX_ADDRESSES) this.#addresses.set(text, { host: address, port });
      else this.#isCut = true;
    }
  }

  result(): Found {
    const ttlMs = Number.isFinite(this.#ttl) ? this.#ttl * 1_000 : null;
    return { addresses: [...this.#addresses.values()], isCut: this.#isCut, ttlMs };
  }
}
