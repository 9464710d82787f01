/**
 * Samples as people can write and read them: a request or an answer as HTTP/1.1 writes it, with `\n` for an end of line. A first line that begins
 * with `#!` holds orders, `name=value` between spaces: what is to be done with the bytes that are made of the rest.
 */
export interface Message {
  orders: ReadonlyMap<string, string>;
  /** Two words of the first line: method and path, or status and which requests it answers. */
  first: string;
  second: string;
  /** By names in small letters; the last of equal ones. */
  headers: ReadonlyMap<string, string>;
  body: Uint8Array;
}

const ORDERS = '#!';
/** Headers are looked for no farther. */
const MAX_HEAD_BYTES = 64 * 1024;

/** Any bytes can be read so. With the order `body=hex` the body is written in hex digits. */
export function readMessage(input: Uint8Array): Message {
  const { orders, rest } = readOrders(input);
  const headEnd = endOfHead(rest);
  const [firstLine = '', ...lines] = latin(rest.subarray(0, Math.min(headEnd, MAX_HEAD_BYTES))).split('\n');
  const space = firstLine.indexOf(' ');
  const body = rest.subarray(Math.min(rest.length, headEnd + 2));
  return {
    orders,
    first: space < 0 ? firstLine : firstLine.slice(0, space),
    second: space < 0 ? '' : firstLine.slice(space + 1),
    headers: new Map(lines.map(headerOf)),
    body: orders.get('body') === 'hex' ? fromHex(latin(body)) : body,
  };
}

/** The orders, and what follows them. */
export function readOrders(input: Uint8Array): { orders: Map<string, string>; rest: Uint8Array } {
  if (latin(input.subarray(0, ORDERS.length)) !== ORDERS) return { orders: new Map(), rest: input };
  const end = input.indexOf(10);
  const line = latin(input.subarray(ORDERS.length, end < 0 ? input.length : end));
  const orders = line.split(' ').map((word): [string, string] => {
    const [name = '', ...value] = word.split('=');
    return [name, value.join('=')];
  });
  return { orders: new Map(orders), rest: end < 0 ? new Uint8Array(0) : input.subarray(end + 1) };
}

/** Writes values in place of `$name`, wherever that stands. */
export function filled(input: Uint8Array, values: Record<string, string>): Uint8Array {
  if (!input.includes(0x24)) return input;
  const text = latin(input).replace(/\$([a-z]+)/g, (whole, name: string) => values[name] ?? whole);
  return Buffer.from(text, 'latin1');
}

/** Whatever is no hex digit is passed over. */
export const fromHex = (text: string): Uint8Array => Buffer.from(text.replace(/[^0-9a-f]/gi, ''), 'hex');

/** Spoils finished bytes as the orders say: `flip=<place>:<bits>`, `cut=<bytes off the end>`, `add=<hex digits>`. */
export function spoiled(bytes: Uint8Array, orders: ReadonlyMap<string, string>): Uint8Array {
  const cut = wholeNumber(orders.get('cut'));
  const parts = [bytes.subarray(0, Math.max(0, bytes.length - cut)), fromHex(orders.get('add') ?? '')];
  const result = Buffer.concat(parts);
  const [place, bits] = (orders.get('flip') ?? '0:0').split(':').map(wholeNumber);
  if (result.length > 0) result[(place ?? 0) % result.length]! ^= (bits ?? 0) & 255;
  return result;
}

const wholeNumber = (text = ''): number => (/^\d{1,6}$/.test(text) ? Number(text) : 0);

const latin = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

function endOfHead(bytes: Uint8Array): number {
  const end = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf('\n\n');
  return end < 0 ? bytes.length : end;
}

function headerOf(line: string): [string, string] {
  const colon = line.indexOf(':');
  return colon < 0 ? [line.toLowerCase(), ''] : [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}
