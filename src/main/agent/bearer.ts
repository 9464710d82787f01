import { createHash, timingSafeEqual } from 'node:crypto';

const BEARER = /^Bearer +(\S+) *$/i;

/** Compared as hashes: equal lengths, and no time that tells how much of a guess was right (LA4). */
const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Checks `Authorization` headers against the token (LA4). */
export function createBearerCheck(token: string): (authorization: string | undefined) => boolean {
  const expected = hash(token);
  return (authorization) => {
    const given = BEARER.exec(authorization ?? '')?.[1];
    return given !== undefined && timingSafeEqual(hash(given), expected);
  };
}
