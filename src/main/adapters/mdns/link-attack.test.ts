import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTime, FakeNetwork } from './testing/fake-network.ts';
import { ANNA, BERT, createLink, isAnswer, messagesOf, socketOf } from './testing/link-kit.ts';

describe('mDNS link under attack', () => {
  it('[PD2] survives any datagram, also one that nearly is right, and hears the right ones after it', async () => {
    const network = new FakeNetwork();
    const time = createTime();
    const { link, heard, log } = createLink(network, time, BERT);
    await link.open();
    const real = await messagesOf(ANNA);
    const mutated = fc
      .tuple(fc.constantFrom(...real), fc.nat(), fc.integer({ min: 0, max: 255 }), fc.nat())
      .map(([message, at, byte, length]) => {
        const copy = Buffer.from(message.subarray(0, 1 + (length % (2 * message.length))));
        copy[at % copy.length] = byte;
        return copy;
      });
    const noise = fc
      .uint8Array({ maxLength: 200 })
      .map((bytes) => Buffer.concat([Buffer.from(bytes), Buffer.from('_grapevine')]));
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutated, noise), async (datagram) => {
        socketOf(network).receive(datagram);
        await time.pass(10);
      }),
      { numRuns: 1_000 },
    );
    heard.length = 0;
    await time.pass(2_000);
    socketOf(network).receive(real.find(isAnswer)!);
    await time.pass(1);
    expect(heard).toContain('anna:4097');
    expect(log.filter(({ event }) => event === 'mdns-message-failed')).toEqual([]);
    await link.close();
  });

  it('[LM1] decodes a bounded amount a second, and says so', async () => {
    const network = new FakeNetwork();
    const time = createTime();
    const { link, heard, log } = createLink(network, time, BERT);
    await link.open();
    const announcement = (await messagesOf(ANNA)).find(isAnswer)!;
    await time.pass(1_500);
    heard.length = 0;
    for (let index = 0; index < 20_000; index += 1) socketOf(network).receive(announcement);
    await time.pass(500);
    const annas = heard.filter((text) => text === 'anna:4097');
    expect(annas.length).toBeGreaterThan(1_000);
    expect(annas.length).toBeLessThan(4_000);
    expect(log.filter(({ event }) => event === 'mdns-overload')).toEqual([
      { level: 'warn', event: 'mdns-overload', fields: { interface: 'eth0', address: '10.0.0.99' } },
    ]);
    await link.close();
  });

  it('[LM1] answers a flood of one question once a second', async () => {
    const network = new FakeNetwork();
    const time = createTime();
    const { link } = createLink(network, time, BERT);
    await link.open();
    const question = (await messagesOf(ANNA)).find((message) => !isAnswer(message))!;
    await time.pass(5_000);
    const socket = socketOf(network);
    const before = socket.sent.filter(isAnswer).length;
    for (let step = 0; step < 100; step += 1) {
      for (let index = 0; index < 20; index += 1) socket.receive(question);
      await time.pass(100);
    }
    const answers = socket.sent.filter(isAnswer).length - before;
    expect(answers).toBeGreaterThanOrEqual(9);
    expect(answers).toBeLessThanOrEqual(11);
    await link.close();
  });

  it('[LM1] answers a question that stands in one packet many times once', async () => {
    const network = new FakeNetwork();
    const time = createTime();
    const { link } = createLink(network, time, BERT);
    await link.open();
    const question = (await messagesOf(ANNA)).find((message) => !isAnswer(message))!;
    await time.pass(5_000);
    const { sent } = socketOf(network);
    sent.length = 0;
    const many = Buffer.concat([question.subarray(0, 12), ...Array.from({ length: 16 }, () => question.subarray(12))]);
    many.writeUInt16BE(16, 4);
    socketOf(network).receive(many);
    await time.pass(200);
    expect(sent.filter(isAnswer)).toHaveLength(1);
    await link.close();
  });

  it('[PD2] takes no answer from another port than the medium’s', async () => {
    const network = new FakeNetwork();
    const time = createTime();
    const { link, heard } = createLink(network, time, BERT, { announce: false });
    await link.open();
    const announcement = (await messagesOf(ANNA)).find(isAnswer)!;
    socketOf(network).receive(announcement, { port: 40_000 });
    await time.pass(10);
    expect(heard).toEqual([]);
    socketOf(network).receive(announcement);
    await time.pass(10);
    expect(heard).toEqual(['anna:4097']);
    await link.close();
  });
});
