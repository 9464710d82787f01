/**
 * A DNS message (RFC 1035, section 4) as a sample describes it, with everything in it free to lie: counts, lengths, pointers. What is not as it
 * should be is written as well as it can be.
 */
type Fields = Record<string, unknown>;

const SECTIONS = ['questions', 'answers', 'authorities', 'additionals'];
const MAX_RECORDS = 2_000;

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value.slice(0, MAX_RECORDS) : []);
const numberOf = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const u16 = (value: number): Buffer<ArrayBuffer> => Buffer.from([(value >> 8) & 255, value & 255]);
const u32 = (value: number): Buffer<ArrayBuffer> => Buffer.concat([u16(value / 65_536), u16(value)]);

/** `counts` replaces the true numbers of what the sections hold. */
export function packetOf(description: unknown): Buffer<ArrayBuffer> {
  const packet = fieldsOf(description);
  const sections = SECTIONS.map((name) => listOf(packet[name]));
  const counts = listOf(packet['counts']);
  const header = [numberOf(packet['id'], 0), numberOf(packet['flags'], 0)];
  const numbers = sections.map(({ length }, i) => numberOf(counts[i], length));
  return Buffer.concat([
    ...[...header, ...numbers].map(u16),
    ...sections.flatMap((records, i) => records.map((record) => recordOf(fieldsOf(record), i === 0))),
  ]);
}

function recordOf(record: Fields, isQuestion: boolean): Buffer<ArrayBuffer> {
  const start = [nameOf(record['name']), u16(numberOf(record['type'], 12)), u16(numberOf(record['class'], 1))];
  if (isQuestion) return Buffer.concat(start);
  const data = dataOf(fieldsOf(record['data']));
  return Buffer.concat([
    ...start,
    u32(numberOf(record['ttl'], 120)),
    u16(numberOf(record['length'], data.length)),
    data,
  ]);
}

function dataOf(data: Fields): Buffer<ArrayBuffer> {
  const parts = [Buffer.from(textOf(data['hex']).replace(/[^0-9a-f]/gi, ''), 'hex')];
  parts.push(...listOf(data['numbers']).map((value) => u16(numberOf(value, 0))));
  if ('name' in data) parts.push(nameOf(data['name']));
  parts.push(...listOf(data['texts']).map((text) => label(textOf(text))));
  return Buffer.concat(parts);
}

/** Labels in a list or between dots; a number points to a place of the message. */
function nameOf(name: unknown): Buffer<ArrayBuffer> {
  if (typeof name === 'number') return u16(0xc000 | name);
  const labels = Array.isArray(name) ? listOf(name) : textOf(name).split('.');
  const last = labels.at(-1);
  const end = typeof last === 'number' ? u16(0xc000 | last) : Buffer.of(0);
  return Buffer.concat([...labels.filter((one) => typeof one === 'string').map(label), end]);
}

/** Its length is cut to a byte, which may say something else then. */
function label(text: string): Buffer<ArrayBuffer> {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([Buffer.of(bytes.length & 255), bytes]);
}
