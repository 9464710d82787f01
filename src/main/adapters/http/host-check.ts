import { isIPv4, isIPv6 } from 'node:net';

const NAME_AND_PORT = /^([^:]*)(?::\d*)?$/;
const BRACKETED_AND_PORT = /^\[([^\]]*)\](?::\d*)?$/;

const normalized = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/**
 * Tells whether a `Host` header names this machine (PS6): an IP literal, `localhost` or one of `names`, whatever the
 * port. Web pages cannot point such a name at this machine, so a page cannot reach it by rebinding its own.
 */
export function createHostCheck(names: readonly string[]): (host: string) => boolean {
  const ours = new Set(['localhost', ...names.map(normalized)]);
  ours.delete('');
  return (host) => {
    const bracketed = BRACKETED_AND_PORT.exec(host)?.[1];
    if (bracketed !== undefined) return isIPv6(bracketed);
    const name = NAME_AND_PORT.exec(host)?.[1];
    if (name === undefined) return false;
    return isIPv4(name) || ours.has(normalized(name));
  };
}
