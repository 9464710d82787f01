import { randomBytes } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { createBodyPacking } from './body-packing.ts';
import { ByteBudget } from './byte-budget.ts';
import { Inflater } from './compression.ts';

const MIB = 1024 * 1024;

function build(budgetBytes = 8 * MIB) {
  const budget = new ByteBudget(budgetBytes);
  return { budget, packing: createBodyPacking({ inflater: new Inflater(), budget }, { compressAboveBytes: 1_024 }) };
}

it('[GR3] large bodies are compressed before they are sealed, and come back as they were', async () => {
  const { packing, budget } = build();
  const body = Buffer.from(JSON.stringify(Array.from({ length: 5_000 }, (_, i) => `entry ${i}`)));
  const packed = await packing.pack(body);
  expect(packed?.length).toBeLessThan(body.length / 2);
  const plain = await packing.unpack(packed!, MIB);
  expect(plain.ok && Buffer.from(plain.value.body).equals(body)).toBe(true);
  expect(budget.used).toBe(body.length);
  if (plain.ok) plain.value.release();
  expect(budget.used).toBe(0);
});

it('[GR3] small bodies and those that would not get smaller are left alone', async () => {
  const { packing } = build();
  expect(await packing.pack(Buffer.alloc(1_024))).toBeNull();
  expect(await packing.pack(randomBytes(50_000))).toBeNull();
});

it.each([
  ['more than the limit', zstdCompressSync(Buffer.alloc(2 * MIB)), 8 * MIB, 'too-large'],
  ['more than there is room for', zstdCompressSync(Buffer.alloc(MIB)), MIB / 2, 'no-room'],
  ['no zstd frame', Buffer.from('x'.repeat(100)), MIB, 'corrupt'],
])('[PS5] of a body that is %s nothing is kept', async (_what, body, budgetBytes, error) => {
  const { packing, budget } = build(budgetBytes);
  expect(await packing.unpack(body, MIB)).toEqual({ ok: false, error });
  expect(budget.used).toBe(0);
});
