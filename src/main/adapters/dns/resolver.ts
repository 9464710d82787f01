import { Resolver } from 'node:dns/promises';

/** What is needed of `Resolver` in `node:dns/promises`; errors carry its codes, such as `ENOTFOUND`. Record lifetimes are in seconds. */
export interface DnsResolver {
  resolve4(name: string, options: { ttl: true }): Promise<{ address: string; ttl: number }[]>;
  resolve6(name: string, options: { ttl: true }): Promise<{ address: string; ttl: number }[]>;
  resolveSrv(name: string): Promise<{ name: string; port: number }[]>;
  /** Ends every question under way with `ECANCELLED`. */
  cancel(): void;
}

/** Time for the first try at each server; the second gets more. */
const QUERY_TIMEOUT_MS = 2_000;
const TRIES = 2;

/** Asks the servers that the system names now: a resolver keeps to those it was made with, whatever network the machine moves to. */
export const systemResolver = (): DnsResolver => new Resolver({ timeout: QUERY_TIMEOUT_MS, tries: TRIES });
