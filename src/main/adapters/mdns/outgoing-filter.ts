/**
 * The library puts the addresses of all interfaces into each packet. Only those of the link it is sent on are of use
 * there (RFC 6762 section 6.2), and a machine with very many could not announce itself at all: the others are taken out.
 */
import { isIPv4 } from 'node:net';

const HEADER_BYTES = 12;
const QUESTION_TAIL_BYTES = 4;
const RECORD_TAIL_BYTES = 10;
const COMPRESSED = 0xc0;
const TYPE_A = 1;
const TYPE_AAAA = 28;
/** Offsets of the three record counts: answers, authorities, additionals. */
const COUNT_OFFSETS = [6, 8, 10];

/** The message without addresses other than `addresses`; unchanged when it is not as the library writes them. */
export function onlyLinkAddresses(message: Buffer, addresses: readonly string[]): Buffer {
  try {
    return rewrite(message, new Set(addresses.filter(isIPv4)));
  } catch (error) {
    if (error instanceof RangeError) return message;
    throw error;
  }
}

function rewrite(message: Buffer, addresses: ReadonlySet<string>): Buffer {
  const header = Buffer.from(message.subarray(0, HEADER_BYTES));
  let offset = HEADER_BYTES;
  for (let left = header.readUInt16BE(4); left > 0; left -= 1)
    offset = endOfName(message, offset) + QUESTION_TAIL_BYTES;
  const parts = [header, message.subarray(HEADER_BYTES, offset)];
  for (const countOffset of COUNT_OFFSETS) {
    const count = header.readUInt16BE(countOffset);
    let kept = 0;
    for (let index = 0; index < count; index += 1) {
      const record = readRecord(message, offset);
      offset = record.end;
      if (!isWanted(record, addresses)) continue;
      parts.push(record.bytes);
      kept += 1;
    }
    header.writeUInt16BE(kept, countOffset);
  }
  return Buffer.concat(parts);
}

interface RawRecord {
  type: number;
  data: Buffer;
  bytes: Buffer;
  end: number;
}

function readRecord(message: Buffer, start: number): RawRecord {
  const fixed = endOfName(message, start);
  const dataStart = fixed + RECORD_TAIL_BYTES;
  const end = dataStart + message.readUInt16BE(fixed + 8);
  if (end > message.length) throw new RangeError('record beyond the end');
  const type = message.readUInt16BE(fixed);
  return { type, data: message.subarray(dataStart, end), bytes: message.subarray(start, end), end };
}

function endOfName(message: Buffer, start: number): number {
  let offset = start;
  for (;;) {
    const length = message.readUInt8(offset);
    // A pointer would lose its target when records are moved; the library writes none.
    if ((length & COMPRESSED) !== 0) throw new RangeError('compressed name');
    offset += 1 + length;
    if (length === 0) return offset;
  }
}

/** Sockets are IPv4's, so an IPv6 address never is the one that peers see. */
function isWanted({ type, data }: RawRecord, addresses: ReadonlySet<string>): boolean {
  if (type === TYPE_AAAA) return false;
  return type !== TYPE_A || addresses.has([...data].join('.'));
}
