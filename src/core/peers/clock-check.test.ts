import { describe, expect, it } from 'vitest';
import { newOffice } from '../../../test/support/office.ts';
import type { Key } from '../../shared/model.ts';
import { START_TIME, type Machine, type SimulatedOffice } from '../testing/simulated-office.ts';

const warnings = ({ node }: Machine): string[] =>
  node
    .status()
    .notices.filter(({ id }) => id === 'clock')
    .map(({ text }) => text);

/** Machines with these clocks, ms off the right time, that have known each other for a while. */
async function officeWith(...offsets: number[]): Promise<SimulatedOffice> {
  const office = newOffice();
  for (const clockOffsetMs of offsets) office.add({ clockOffsetMs });
  await Promise.all(office.machines.map(({ node }) => node.start()));
  await office.time.pass(30_000);
  return office;
}

/** How far the stamp of a write made now on the machine is off the right time, ms. */
async function stampOff(office: SimulatedOffice, machine: Machine, ttl: number | null = null): Promise<number> {
  const key = `at ${office.time.monotonicMs()}`;
  await machine.node.write([{ key, value: 1, ttl }], { kind: 'user' });
  return (machine.node.entry(key as Key)?.ts ?? NaN) - START_TIME - office.time.monotonicMs();
}

describe('a machine whose clock is 10 s behind three others', () => {
  it('[PD5] warns, and stamps what is written there with the time of the others', async () => {
    const office = await officeWith(-10_000, 0, 100, -100);
    const [wrong, ...others] = office.machines;
    expect(warnings(wrong!)).toEqual([expect.stringContaining('10 s behind') as string]);
    expect(others.flatMap(warnings)).toEqual([]);
    expect(Math.abs(await stampOff(office, wrong!))).toBeLessThan(200);
    expect(Math.abs(await stampOff(office, others[0]!))).toBeLessThan(200);
  });

  it('[PD5] its writes win over what was written before, and lose to what is written later', async () => {
    const office = await officeWith(-10_000, 0, 0, 0);
    const [wrong, right] = office.machines;
    const valueAt = ({ node }: Machine): string | undefined => node.entry('cat' as Key)?.text;
    await office.write(right!, 'cat', 'first');
    await office.time.pass(1_000);
    await office.write(wrong!, 'cat', 'second');
    await office.time.pass(1_000);
    expect(office.machines.map(valueAt)).toEqual(office.machines.map(() => '"second"'));
    await office.write(right!, 'cat', 'third');
    await office.time.pass(1_000);
    expect(office.machines.map(valueAt)).toEqual(office.machines.map(() => '"third"'));
  });

  it('[PD5] is believed again as soon as its clock was set right', async () => {
    const office = await officeWith(-10_000, 0, 0, 0);
    const [wrong] = office.machines;
    wrong!.clock.jump(10_000);
    expect(Math.abs(await stampOff(office, wrong!))).toBeLessThan(200);
    await office.time.pass(2_000);
    expect(warnings(wrong!)).toEqual([]);
    await office.time.pass(30_000);
    expect(warnings(wrong!)).toEqual([]);
  });
});

it('[PD5] a machine whose clock is ahead stamps with the time of the others, but for what would have expired at once', async () => {
  const office = await officeWith(10_000, 0, 0, 0);
  const [wrong] = office.machines;
  expect(warnings(wrong!)).toEqual([expect.stringContaining('10 s ahead') as string]);
  expect(Math.abs(await stampOff(office, wrong!))).toBeLessThan(200);
  expect(Math.abs(await stampOff(office, wrong!, 60_000))).toBeLessThan(200);
  expect(Math.round((await stampOff(office, wrong!, 5_000)) / 1_000)).toBe(10);
});

it('[PD5] two peers say nothing of a clock, and a minority of wrong ones changes nothing', async () => {
  const few = await officeWith(-10_000, 0, 0);
  expect(few.machines.flatMap(warnings)).toEqual([]);
  expect(Math.round((await stampOff(few, few.machines[0]!)) / 1_000)).toBe(-10);
  const five = await officeWith(0, 0, 0, 3_600_000, -3_600_000);
  const [, , , ahead, behind] = five.machines;
  expect(five.machines.filter((machine) => warnings(machine).length > 0)).toEqual([ahead, behind]);
});

it('[PD5] a clock that is less than 2 s off is left alone', async () => {
  const office = await officeWith(-1_800, 0, 0, 0);
  expect(office.machines.flatMap(warnings)).toEqual([]);
  expect(Math.round((await stampOff(office, office.machines[0]!)) / 100)).toBe(-18);
});
