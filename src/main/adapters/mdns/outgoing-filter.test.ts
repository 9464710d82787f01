import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onlyLinkAddresses } from './outgoing-filter.ts';

const TYPE = { a: 1, ptr: 12, aaaa: 28 };

const nameOf = (...labels: string[]): Buffer => {
  const parts = labels.map((label) => Buffer.concat([Buffer.from([Buffer.byteLength(label)]), Buffer.from(label)]));
  return Buffer.concat([...parts, Buffer.from([0])]);
};
const u16 = (...values: number[]): Buffer => Buffer.from(values.flatMap((value) => [value >> 8, value & 255]));
const record = (name: Buffer, type: number, data: Buffer): Buffer =>
  Buffer.concat([name, u16(type, 1, 0, 120, data.length), data]);

const host = nameOf('host', 'local');
const question = Buffer.concat([host, u16(255, 1)]);
const pointer = record(nameOf('_x', 'local'), TYPE.ptr, host);
const addressOf = (last: number): Buffer => record(host, TYPE.a, Buffer.from([10, 0, 0, last]));
const ipv6 = record(host, TYPE.aaaa, Buffer.alloc(16));

/** A message with one question and the records of the answer and the additional section. */
const message = (answers: Buffer[], additionals: Buffer[] = []): Buffer =>
  Buffer.concat([u16(0, 0x8400, 1, answers.length, 0, additionals.length), question, ...answers, ...additionals]);

describe('outgoing filter', () => {
  it('[PD2] takes out the addresses of other links and corrects the counts', () => {
    const all = message([pointer, addressOf(1), ipv6, addressOf(2)], [addressOf(3), pointer, addressOf(1)]);
    expect(onlyLinkAddresses(all, ['10.0.0.1'])).toEqual(message([pointer, addressOf(1)], [pointer, addressOf(1)]));
  });

  it('[PD2] brings the announcement of a machine with a thousand addresses down to size', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => addressOf(index % 250));
    expect(onlyLinkAddresses(message([pointer, ...many]), []).length).toBeLessThan(100);
  });

  it('[PD2] leaves a message alone that has nothing to take out', () => {
    const plain = message([pointer], [pointer]);
    expect(onlyLinkAddresses(plain, ['10.0.0.1'])).toEqual(plain);
  });

  it('[PD2] leaves alone what it does not understand, and never throws', () => {
    const compressed = message([record(Buffer.from([0xc0, 12]), TYPE.a, Buffer.from([10, 0, 0, 9]))]);
    expect(onlyLinkAddresses(compressed, [])).toBe(compressed);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(5), (tail, count) => {
        const garbage = Buffer.concat([u16(0, 0, count, count, 0, count), Buffer.from(tail)]);
        expect(onlyLinkAddresses(garbage, []).length).toBeLessThanOrEqual(garbage.length);
      }),
    );
  });
});
