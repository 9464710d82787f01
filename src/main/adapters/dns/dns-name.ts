import { formatAddress, parseAddress } from '../../../shared/address.ts';
import { isIpv4, isIpv6 } from '../../../shared/ip-literal.ts';
import { err, ok, type Result } from '../../../shared/result.ts';

/**
 * A name under which DNS lists peers (PD1): one with addresses, where `port` null means the target port, or one with SRV records, which tell
 * their hosts and ports themselves.
 */
export type DnsName = { kind: 'host'; host: string; port: number | null } | { kind: 'srv'; host: string };

/** `_service._proto.name` (RFC 2782). */
const SRV_NAME = /^_[^.]+\._[^.]+\.[^.]/;

/** Reads `host`, `host:port` or an SRV name as the settings hold it. Never throws; the error is a sentence for people. */
export function parseDnsName(text: string): Result<DnsName, string> {
  const address = parseAddress(text);
  if (!address.ok) return address;
  const { host, port } = address.value;
  if (isIpv4(host) || isIpv6(host.split('%')[0] ?? '')) {
    return err(`${formatAddress(host, null)} is an address already, not a name to look up: list it among the peers.`);
  }
  if (!SRV_NAME.test(host)) return ok({ kind: 'host', host, port });
  if (port === null) return ok({ kind: 'srv', host });
  return err(`Leave out ":${port}": the SRV records of ${host} tell the ports.`);
}

/** The text that {@link parseDnsName} reads back. */
export const formatDnsName = (name: DnsName): string =>
  formatAddress(name.host, name.kind === 'host' ? name.port : null);
