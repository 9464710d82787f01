import type { IncomingHttpHeaders } from 'node:http';

const MAX_CHARACTERS = 64;
const DEFAULT_LABEL = 'a program on this machine';

/** How the history names the program that wrote (CH2): its `Grapevine-Label` header, else its `User-Agent`. */
export function callerLabel(headers: IncomingHttpHeaders): string {
  const given = headers['grapevine-label'];
  return clean(typeof given === 'string' ? given : '') || clean(headers['user-agent'] ?? '') || DEFAULT_LABEL;
}

/** Node reads header bytes as Latin-1; programs send UTF-8. Control and format characters could spoil a log or a table. */
function clean(header: string): string {
  const text = Buffer.from(header, 'latin1').toString('utf8');
  const plain = text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return Array.from(plain).slice(0, MAX_CHARACTERS).join('').trim();
}
