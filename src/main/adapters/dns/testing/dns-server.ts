/** A DNS server on loopback UDP that knows A, AAAA and SRV (RFC 1035, RFC 2782): enough to prove that real resolvers are used rightly. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

export type DnsRecord =
  | { type: 'A'; ttl: number; address: string }
  | { type: 'AAAA'; ttl: number; groups: number[] }
  | { type: 'SRV'; ttl: number; port: number; target: string };

/** Names in lower case. Names that are not in it do not exist; `silent` ones are never answered. */
export type ServerZone = Map<string, DnsRecord[] | 'silent'>;

export interface DnsServer {
  port: number;
  /** Questions of silent names so far. */
  unanswered: () => number;
  close(): Promise<void>;
}

const HEADER_BYTES = 12;
const TYPES: Record<DnsRecord['type'], number> = { A: 1, AAAA: 28, SRV: 33 };
/** A response, recursion desired and available. */
const FLAGS = 0x8180;
const NO_SUCH_NAME = 3;
/** The name of the question, as a pointer to it. */
const QUESTION_NAME = 0xc000 | HEADER_BYTES;

export async function startDnsServer(zone: ServerZone): Promise<DnsServer> {
  const socket = createSocket('udp4');
  let unanswered = 0;
  socket.on('message', (query, from) => {
    const { name, end } = readName(query, HEADER_BYTES);
    const records = zone.get(name);
    if (records === 'silent') unanswered += 1;
    else socket.send(answerTo(query, end, records), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { port: socket.address().port, unanswered: () => unanswered, close: () => close(socket) };
}

async function close(socket: Socket): Promise<void> {
  socket.close();
  await once(socket, 'close');
}

function readName(message: Buffer, start: number): { name: string; end: number } {
  const labels: string[] = [];
  let at = start;
  for (let length = message.readUInt8(at); length > 0; length = message.readUInt8(at)) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length).toLowerCase());
    at += 1 + length;
  }
  return { name: labels.join('.'), end: at + 1 };
}

/** The question ends 4 bytes, its type and class, behind its name. */
function answerTo(query: Buffer, nameEnd: number, records: DnsRecord[] | undefined): Buffer {
  const type = query.readUInt16BE(nameEnd);
  const answers = (records ?? []).filter((record) => TYPES[record.type] === type).map(encodeRecord);
  const flags = FLAGS | (records === undefined ? NO_SUCH_NAME : 0);
  const header = words(query.readUInt16BE(0), flags, 1, answers.length, 0, 0);
  return Buffer.concat([header, query.subarray(HEADER_BYTES, nameEnd + 4), ...answers]);
}

function encodeRecord(record: DnsRecord): Buffer {
  const data = recordData(record);
  return Buffer.concat([words(QUESTION_NAME, TYPES[record.type], 1, 0, record.ttl, data.length), data]);
}

function recordData(record: DnsRecord): Buffer {
  switch (record.type) {
    case 'A':
      return Buffer.from(record.address.split('.').map(Number));
    case 'AAAA':
      return words(...record.groups);
    case 'SRV':
      return Buffer.concat([words(0, 0, record.port), encodeName(record.target)]);
  }
}

const encodeName = (name: string): Buffer =>
  Buffer.concat([
    ...name.split('.').map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`)),
    Buffer.of(0),
  ]);

/** Numbers of 16 bits each, in network order. */
function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => bytes.writeUInt16BE(value, index * 2));
  return bytes;
}
