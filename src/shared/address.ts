/** Addresses as people write them: in the window, the settings and on the command line. */
import { printable } from './printable.ts';
import { isIpv4, isIpv6 } from './ip-literal.ts';
import { err, ok, type Result } from './result.ts';

/** `host` is a host name or an IP literal, IPv6 without brackets; `port` null means the target port (PD1). */
export interface Address {
  host: string;
  port: number | null;
}

type Parsed = Result<Address, string>;

const EXAMPLES = '192.168.1.20, pc-7:4097 or [fe80::1]:4097';
const MAX_HOST_LENGTH = 253;
const HOST_LABEL = /^[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_-]{0,61}[\p{L}\p{M}\p{N}_])?$/u;
/** A scope such as `eth0` or `12`, as the system writes it behind a link-local address. */
const ZONE = /^[A-Za-z0-9_.~-]{1,32}$/;

/**
 * Reads `host`, `host:port`, IPv4, IPv6 in brackets with or without port, or bare IPv6 (PD1). White space around it is
 * ignored; host names and hexadecimal digits become lower case. Never throws; the error is a sentence for people.
 */
export function parseAddress(text: string): Parsed {
  const parsed = readAddress(text.trim());
  return parsed.ok ? parsed : err(printable(parsed.error));
}

function readAddress(trimmed: string): Parsed {
  const problem = generalProblem(trimmed);
  if (problem !== null) return err(problem);
  if (trimmed.startsWith('[')) return parseBracketed(trimmed);
  const colons = trimmed.split(':').length - 1;
  if (colons > 1) return parseBareIpv6(trimmed);
  const [host = '', port = null] = trimmed.split(':');
  return withPort(checkHost(host), port);
}

/** The text that {@link parseAddress} reads back: IPv6 gets brackets where a port follows. */
export function formatAddress(host: string, port: number | null): string {
  if (port === null) return host;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function generalProblem(text: string): string | null {
  if (text === '') return `Type an address, such as ${EXAMPLES}.`;
  if (text.length > 300) return 'This address is too long.';
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1];
  if (scheme !== undefined) return `Leave out "${scheme}://": only the host and, if needed, the port are wanted.`;
  if (/\s/u.test(text)) return 'An address has no spaces in it.';
  if (/[/?#\\]/.test(text)) return 'Leave out everything after the host and port: a path is not part of the address.';
  if (text.includes('@')) return 'Leave out the user name: only the host and, if needed, the port are wanted.';
  return null;
}

function parseBracketed(text: string): Parsed {
  const end = text.indexOf(']');
  if (end < 0) return err('The closing bracket "]" is missing after the IPv6 address.');
  const rest = text.slice(end + 1);
  if (rest !== '' && !rest.startsWith(':')) return err('Only a colon and the port may follow the closing bracket "]".');
  return withPort(checkIpv6(text.slice(1, end)), rest === '' ? null : rest.slice(1));
}

function parseBareIpv6(text: string): Parsed {
  const host = checkIpv6(text);
  if (host.ok) return withPort(host, null);
  return err(`"${text}" is not an IPv6 address. Put the IPv6 address in brackets if a port follows: [fe80::1]:4097.`);
}

function withPort(host: Result<string, string>, portText: string | null): Parsed {
  if (!host.ok) return host;
  if (portText === null) return ok({ host: host.value, port: null });
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : 0;
  if (port >= 1 && port <= 65_535) return ok({ host: host.value, port });
  return err(`The port must be a number from 1 to 65535, not "${portText}".`);
}

function checkIpv6(text: string): Result<string, string> {
  const [address = '', ...zones] = text.split('%');
  const zone = zones.length === 0 ? null : zones.join('%');
  if (!isIpv6(address)) return err(`"${text}" is not an IPv6 address.`);
  if (zone !== null && !ZONE.test(zone)) return err(`"${zone}" is not the name of a network interface.`);
  return ok(zone === null ? address.toLowerCase() : `${address.toLowerCase()}%${zone}`);
}

function checkHost(text: string): Result<string, string> {
  const host = text.toLowerCase();
  if (host === '') return err(`The host is missing before the port. An address looks like ${EXAMPLES}.`);
  if (/^[\d.]+$/.test(host)) {
    return isIpv4(host) ? ok(host) : err(`"${host}" is not an IPv4 address: it has four numbers from 0 to 255.`);
  }
  const labels = host.replace(/\.$/, '').split('.');
  const fits = host.length <= MAX_HOST_LENGTH && labels.every((label) => HOST_LABEL.test(label));
  return fits ? ok(host) : err(`"${text}" is not a host name. An address looks like ${EXAMPLES}.`);
}
