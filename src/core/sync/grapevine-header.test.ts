import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Digest, NodeId, StartId } from '../../shared/model.ts';
import { formatHeader, parseHeader } from './grapevine-header.ts';

const hexOf = (digits: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcdef')), minLength: digits, maxLength: digits });

const anyHeader = fc.record({
  id: hexOf(32).map((text) => text as NodeId),
  startId: hexOf(16).map((text) => text as StartId),
  digest: hexOf(32).map((text) => text as Digest),
  time: fc.nat(),
  port: fc.integer({ min: 1, max: 65_535 }),
  next: fc.option(hexOf(64)),
  flush: fc.option(fc.record({ origin: hexOf(32).map((text) => text as NodeId), number: fc.nat() })),
  arc: fc.array(
    hexOf(32).map((text) => text as NodeId),
    { maxLength: 3 },
  ),
});

it('[RC1] the header carries who, state, clock and port there and back', () => {
  fc.assert(
    fc.property(anyHeader, (header) => {
      expect(parseHeader(formatHeader(header))).toEqual(header);
    }),
  );
});

it('[PS3] what is no header of ours is none', () => {
  const fine = `1 ${'a'.repeat(32)} ${'b'.repeat(16)} ${'c'.repeat(32)} 5 4097`;
  expect(parseHeader(fine)).not.toBeNull();
  const bad = [
    null,
    '',
    '2' + fine.slice(1),
    `${fine} next=zz`,
    fine.replace('4097', '0'),
    fine.replace('4097', '65536'),
    `${fine}\n`,
  ];
  for (const text of [...bad, fine.toUpperCase()]) expect(parseHeader(text)).toBeNull();
});

it('[PS3] never throws, whatever the text', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(parseHeader(text)).toBeNull();
    }),
  );
});
