/** Decides from a datagram's bytes, before anything is decoded, whether it is worth decoding: anyone on the link may send anything. */

export type DatagramKind = 'query' | 'response' | 'ignored';

const HEADER_BYTES = 12;
/** RFC 6762 section 17. */
const MAX_DATAGRAM_BYTES = 9_000;
const MAX_QUESTIONS = 16;
/** An honest answer has a handful; decoding takes time with the square of their number. */
const MAX_RECORDS = 128;
const LEAST_COST = 120;
const RESPONSE_FLAG = 0x80;
/** `_grapevine._tcp.local` PTR IN, as every node asks it. */
const SERVICE_QUESTION = Buffer.from('\x0a_grapevine\x04_tcp\x05local\x00\x00\x0c\x00\x01', 'latin1');

/** A question or an answer of proper size that speaks of us or, as a question, of services in general. */
export function kindOf(datagram: Buffer, source: { port: number }, mdnsPort: number): DatagramKind {
  if (datagram.length < HEADER_BYTES || datagram.length > MAX_DATAGRAM_BYTES) return 'ignored';
  if (datagram.readUInt16BE(4) > MAX_QUESTIONS || recordCount(datagram) > MAX_RECORDS) return 'ignored';
  const isOurs = datagram.includes('grapevine');
  if (isResponse(datagram)) {
    // From another port it is forged or meant for one asker alone (RFC 6762 section 6).
    return isOurs && source.port === mdnsPort ? 'response' : 'ignored';
  }
  return isOurs || datagram.includes('_dns-sd') ? 'query' : 'ignored';
}

/** Relative time to decode and handle: 1,000 are about 0.25 ms. */
export function decodingCost(datagram: Buffer): number {
  return Math.max(LEAST_COST, recordCount(datagram) ** 2);
}

/** Whether this query asks everybody for every node, knowing none: its answers serve us as well (RFC 6762 section 7.3). */
export function asksForAll(query: Buffer): boolean {
  const question = query.subarray(HEADER_BYTES, HEADER_BYTES + SERVICE_QUESTION.length);
  return recordCount(query) === 0 && question.equals(SERVICE_QUESTION);
}

const isResponse = (datagram: Buffer): boolean => (datagram.readUInt8(2) & RESPONSE_FLAG) !== 0;

/** Answers, authorities and additionals. */
function recordCount(datagram: Buffer): number {
  return datagram.readUInt16BE(6) + datagram.readUInt16BE(8) + datagram.readUInt16BE(10);
}
