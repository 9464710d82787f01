import { describe, expect, it } from 'vitest';
import { createTime, FakeNetwork } from './testing/fake-network.ts';
import { ANNA, BERT, createLink, isAnswer, isGoodbye, messagesOf, socketOf } from './testing/link-kit.ts';

describe('mDNS link', () => {
  it('[PD2] announces, answers and hears again a service that did not change', async () => {
    const network = new FakeNetwork();
    const time = createTime();
    const anna = createLink(network, time, ANNA, { announce: false });
    const bert = createLink(network, time, BERT);
    await anna.link.open();
    await bert.link.open();
    await time.pass(50);
    expect(anna.heard).toContain('bert:4098');
    anna.heard.length = 0;
    await time.pass(60_000);
    expect(anna.heard.length).toBeGreaterThan(3);
    expect(new Set(anna.heard)).toEqual(new Set(['bert:4098']));
    await Promise.all([anna.link.close(), bert.link.close()]);
  });

  it('[PD2] takes back what it announced before, and answers under the new name only', async () => {
    const network = new FakeNetwork();
    const time = createTime();
    const { link } = createLink(network, time, BERT);
    await link.open();
    await time.pass(5_000);
    const { sent } = socketOf(network);
    sent.length = 0;
    link.announce({ ...BERT, name: 'bertha' });
    await time.pass(10);
    expect(sent.map((message) => [isGoodbye(message), message.includes('bertha b2b2b2b2')])).toEqual([
      [true, false],
      [false, true],
    ]);
    sent.length = 0;
    await time.pass(60_000);
    const answers = sent.filter(isAnswer);
    expect(answers.length).toBeGreaterThan(1);
    expect(answers.filter((message) => message.includes('bert b2b2b2b2'))).toEqual([]);
    await link.close();
  });

  it('[PD2] many nodes share their questions', async () => {
    const network = new FakeNetwork();
    const time = createTime();
    const nodes = Array.from({ length: 10 }, (_, index) => createLink(network, time, ANNA, {}, index));
    for (const { link } of nodes) await link.open();
    await time.pass(10_000);
    for (const { sent } of network.sockets) sent.length = 0;
    await time.pass(600_000);
    const questions = network.sockets.flatMap(({ sent }) => sent.filter((message) => !isAnswer(message)));
    expect(questions.length).toBeGreaterThan(40);
    expect(questions.length).toBeLessThan(200);
    await Promise.all(nodes.map(({ link }) => link.close()));
  });

  it('[PD2] hears a node that crashed and came back at another port', async () => {
    const network = new FakeNetwork();
    const time = createTime();
    const anna = createLink(network, time, ANNA);
    const bert = createLink(network, time, BERT);
    await anna.link.open();
    await bert.link.open();
    await time.pass(5_000);
    socketOf(network, 1).isOpen = false;
    anna.heard.length = 0;
    const again = createLink(network, time, { ...BERT, port: 5005 });
    await again.link.open();
    await time.pass(50);
    expect(anna.heard).toContain('bert:5005');
    await Promise.all([anna, bert, again].map(({ link }) => link.close()));
  });

  it('[PD2] an announcement has no addresses but those of its link', async () => {
    const messages = (await messagesOf(BERT)).filter(isAnswer);
    expect(messages.length).toBeGreaterThan(0);
    for (const message of messages) {
      const records = message.readUInt16BE(6) + message.readUInt16BE(10);
      // PTR, SRV, TXT, and the PTR that lists the type of service: this machine does not have 10.0.0.1.
      expect(records).toBeLessThanOrEqual(4);
    }
  });

  it('[PD2] keeps trying to open, ever less often, and works once it can', async () => {
    const network = new FakeNetwork();
    const time = createTime();
    network.refusal = 'bind EADDRINUSE';
    const { link, log } = createLink(network, time, BERT);
    await link.open();
    expect(network.attempts).toBe(1);
    await time.pass(10_000);
    expect(network.attempts).toBeGreaterThan(3);
    await time.pass(3_600_000);
    const attempts = network.attempts;
    expect(attempts).toBeLessThan(100);
    expect(log.filter(({ level }) => level === 'warn')).toEqual([
      {
        level: 'warn',
        event: 'mdns-unavailable',
        fields: { interface: 'eth0', reason: 'bind EADDRINUSE', attempt: 1 },
      },
    ]);
    network.refusal = null;
    await time.pass(80_000);
    expect(socketOf(network).sent.some(isAnswer)).toBe(true);
    await link.close();
  });

  it('[PD2] opens again soon after its socket broke, whatever trouble there was before', async () => {
    const network = new FakeNetwork();
    const time = createTime();
    const { link } = createLink(network, time, BERT);
    network.refusal = 'bind EADDRINUSE';
    await link.open();
    await time.pass(300_000);
    network.refusal = null;
    await time.pass(80_000);
    expect(network.open).toHaveLength(1);
    socketOf(network).break('ENODEV');
    expect(network.open).toEqual([]);
    await time.pass(2_000);
    expect(network.open).toHaveLength(1);
    expect(socketOf(network, 1).sent.some(isAnswer)).toBe(true);
    await link.close();
  });

  it('[PD2] survives that nothing can be sent, says so once a minute, and is found when it can', async () => {
    const network = new FakeNetwork();
    const time = createTime();
    network.sending = 'fails';
    const { link, log } = createLink(network, time, BERT);
    await link.open();
    await time.pass(59_000);
    expect(log.filter(({ event }) => event === 'mdns-send-failed')).toHaveLength(1);
    network.sending = 'works';
    const anna = createLink(network, time, ANNA);
    await anna.link.open();
    await time.pass(1_000);
    expect(anna.heard).toContain('bert:4098');
    await Promise.all([link.close(), anna.link.close()]);
  });

  it('[PD2] sends a goodbye on close, and only then lets go of the socket', async () => {
    const network = new FakeNetwork();
    const time = createTime();
    const { link } = createLink(network, time, BERT);
    await link.open();
    await time.pass(100);
    const socket = socketOf(network);
    const before = socket.sent.length;
    await link.close();
    await link.close();
    const goodbyes = socket.sent.slice(before);
    expect(goodbyes).toHaveLength(1);
    expect(goodbyes[0]!.includes('bert b2b2b2b2')).toBe(true);
    expect(isGoodbye(goodbyes[0]!)).toBe(true);
    expect(socket.isOpen).toBe(false);
  });

  it('[PD2] waits for the goodbye at most a second', async () => {
    const network = new FakeNetwork();
    const time = createTime();
    const { link } = createLink(network, time, BERT);
    await link.open();
    network.sending = 'hangs';
    let isClosed = false;
    const closing = link.close().then(() => (isClosed = true));
    await time.pass(999);
    expect(isClosed).toBe(false);
    await time.pass(1);
    expect(isClosed).toBe(true);
    await closing;
  });

  it.each([null, 'bind EADDRINUSE'])('[PD2] closed while it opens, it leaves nothing behind (%j)', async (refusal) => {
    const network = new FakeNetwork();
    network.refusal = refusal;
    const { link, waiting } = createLink(network, createTime(), BERT);
    const opening = link.open();
    await link.close();
    await opening;
    expect(network.attempts).toBe(1);
    expect(network.open).toEqual([]);
    expect(waiting.size).toBe(0);
  });

  it('[PD2] does nothing any more after close', async () => {
    const network = new FakeNetwork();
    const time = createTime();
    const { link, heard, waiting } = createLink(network, time, BERT);
    await link.open();
    const announcement = (await messagesOf(ANNA)).find(isAnswer)!;
    await link.close();
    expect(waiting.size).toBe(0);
    const sent = socketOf(network).sent.length;
    heard.length = 0;
    socketOf(network).receive(announcement);
    link.ask();
    link.announce(ANNA);
    await time.pass(60_000);
    expect(socketOf(network).sent).toHaveLength(sent);
    expect(heard).toEqual([]);
  });
});
