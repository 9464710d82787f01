import { describe, expect, it } from 'vitest';
import { asksForAll, decodingCost, kindOf } from './datagram-filter.ts';

interface Counts {
  questions?: number;
  answers?: number;
  additionals?: number;
}

const OURS = '\x0a_grapevine\x04_tcp\x05local\x00';
const PTR_IN = '\x00\x0c\x00\x01';

/** A datagram with these counts in its header; what follows need not agree with them. */
function datagram(flags: number, body: string, { questions = 0, answers = 0, additionals = 0 }: Counts): Buffer {
  const header = Buffer.alloc(12);
  [0, flags, questions, answers, 0, additionals].forEach((value, index) => header.writeUInt16BE(value, 2 * index));
  return Buffer.concat([header, Buffer.from(body, 'latin1')]);
}

const query = (body: string, counts: Counts = { questions: 1 }): Buffer => datagram(0, body, counts);
const response = (body: string, counts: Counts = { answers: 1 }): Buffer => datagram(0x8400, body, counts);
const kind = (bytes: Buffer, port = 5353): string => kindOf(bytes, { port }, 5353);

describe('datagram filter', () => {
  it('[PD2] takes questions and answers about nodes, and questions about services in general', () => {
    expect(kind(query(OURS + PTR_IN))).toBe('query');
    expect(kind(query('\x09_services\x07_dns-sd\x04_udp\x05local\x00'))).toBe('query');
    expect(kind(query('\x16grapevine-0011223344.local'))).toBe('query');
    expect(kind(response(OURS))).toBe('response');
  });

  it('[LM1] passes over what concerns others', () => {
    expect(kind(query('\x04_ipp\x04_tcp\x05local\x00'))).toBe('ignored');
    expect(kind(response('\x04_ipp\x04_tcp\x05local\x00'))).toBe('ignored');
    expect(kind(response('\x09_services\x07_dns-sd\x04_udp\x05local\x00'))).toBe('ignored');
  });

  it('[PD2] takes questions from any port, answers from the medium’s only', () => {
    expect(kind(query(OURS), 40_000)).toBe('query');
    expect(kind(response(OURS), 40_000)).toBe('ignored');
  });

  it('[LM1] passes over what is too small, too large or has too many parts', () => {
    expect(kind(Buffer.from('grapevine'))).toBe('ignored');
    expect(kind(response(OURS + 'x'.repeat(9_000)))).toBe('ignored');
    expect(kind(response(OURS, { answers: 128 }))).toBe('response');
    expect(kind(response(OURS, { answers: 100, additionals: 29 }))).toBe('ignored');
    expect(kind(query(OURS, { questions: 16 }))).toBe('query');
    expect(kind(query(OURS, { questions: 17 }))).toBe('ignored');
  });

  it('[LM1] reckons the cost by the square of the records, with a floor', () => {
    expect(decodingCost(response(OURS, { answers: 1 }))).toBe(120);
    expect(decodingCost(response(OURS, { answers: 60, additionals: 40 }))).toBe(10_000);
  });

  it('[PD2] knows the question that asks everybody for all nodes', () => {
    expect(asksForAll(query(OURS + PTR_IN))).toBe(true);
    expect(asksForAll(query(OURS + PTR_IN, { questions: 1, answers: 1 }))).toBe(false);
    expect(asksForAll(query(`${OURS}\x00\x0c\x80\x01`))).toBe(false);
    expect(asksForAll(query(`\x01a${OURS}${PTR_IN}`))).toBe(false);
    expect(asksForAll(query(''))).toBe(false);
  });
});
