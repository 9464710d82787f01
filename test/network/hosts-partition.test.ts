import { afterEach, describe, it } from 'vitest';
import { expectAcquainted, expectAlike } from './expect-office.ts';
import { openOffice, writeInTurn, type Office } from './office.ts';

const SIDE = 8;
const CHANGES = 100;
/** 16 processes begin at once. */
const ACQUAINTED_MS = 40_000;
const HEALED_MS = 30_000;

describe('a network that falls apart', { timeout: 120_000 }, () => {
  let office: Office | null = null;
  afterEach(() => office?.remove());

  it(`[RC2] two times ${SIDE} nodes with ${CHANGES} changes on each side are alike again once the cable is back`, async (ctx) => {
    office = await openOffice(2 * SIDE, { switches: 2 });
    if (office === null) return ctx.skip('network namespaces need root and the ip command');
    const { hosts, lab } = office;
    await expectAcquainted(hosts, ACQUAINTED_MS);
    const sides = [hosts.slice(0, SIDE), hosts.slice(SIDE)];
    lab.setCable('down');
    await Promise.all(sides.map((side, index) => writeInTurn(side, `side-${index}`, CHANGES)));
    await Promise.all(sides.map((side) => expectAlike(side, CHANGES, ACQUAINTED_MS)));
    lab.setCable('up');
    await expectAlike(hosts, 2 * CHANGES, HEALED_MS);
  });
});
