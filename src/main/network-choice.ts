import { err, ok, type Result } from '../shared/result.ts';
import { usableInterfaces } from './adapters/interfaces.ts';
import { reachableAddresses } from './adapters/reachable-addresses.ts';

/** All addresses of the machine, those of later interfaces included. */
const EVERYWHERE = ['0.0.0.0', '::'];

/**
 * The addresses on which peers are answered (PS1): those of the chosen interfaces only, or all. The error is a sentence:
 * a chosen interface is not there, or has no address.
 */
export function peerHosts(chosen: readonly string[] | null): Result<string[], string> {
  if (chosen === null) return ok(EVERYWHERE);
  const { interfaces, problems } = usableInterfaces(chosen);
  const [problem] = problems;
  if (problem !== undefined) return err(problem);
  const hosts = interfaces.flatMap(({ ipv4, ipv6 }) => [...ipv4, ...ipv6].map(({ address }) => address));
  return hosts.length > 0 ? ok(hosts) : err(`The network interface ${chosen.join(', ')} has no address now.`);
}

/** Where peers can reach this machine now, best first. */
export const ownAddresses = (chosen: readonly string[] | null): string[] =>
  reachableAddresses(usableInterfaces(chosen).interfaces);
