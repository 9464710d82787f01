import type { IpcMainInvokeEvent } from 'electron';
import { describe, expect, it } from 'vitest';
import { requestChannel, requestSchemas } from '../../shared/ipc.ts';
import { createIpc, type Handlers } from './ipc.ts';
import { isTrusted, senderOf, type Sender } from './sender.ts';
import { aLogger } from './testing/fixtures.ts';

type Listener = (event: IpcMainInvokeEvent, argument: unknown) => unknown;

const TRUSTED = { senderFrame: { url: 'app://grapevine/index.html' } } as IpcMainInvokeEvent;
const STRANGER = { senderFrame: { url: 'https://example.org/' } } as IpcMainInvokeEvent;

function setUp(over: Partial<Handlers> = {}) {
  const registered = new Map<string, Listener>();
  const calls: unknown[] = [];
  const answerNull = (request: unknown): null => {
    calls.push(request);
    return null;
  };
  const handlers = Object.fromEntries(Object.keys(requestSchemas).map((channel) => [channel, answerNull]));
  const logger = aLogger();
  const ipc = createIpc({
    ipcMain: {
      handle: (channel, listener) => void registered.set(channel, listener),
      removeHandler: (channel) => void registered.delete(channel),
    },
    handlers: { ...(handlers as unknown as Handlers), ...over },
    isTrusted: (event) => event === TRUSTED,
    logger,
  });
  ipc.start();
  const call = (channel: keyof Handlers, argument: unknown, event = TRUSTED): unknown =>
    registered.get(requestChannel(channel))!(event, argument);
  return { ipc, registered, calls, logger, call };
}

describe('createIpc', () => {
  it('[ARCH] registers every channel of the contract, once, and takes them away', () => {
    const { ipc, registered } = setUp();
    ipc.start();
    expect([...registered.keys()].sort()).toEqual(
      Object.keys(requestSchemas)
        .map((name) => `grapevine:${name}`)
        .sort(),
    );
    ipc.stop();
    ipc.stop();
    expect(registered.size).toBe(0);
  });

  it('[ARCH] hands a good argument to its handler and gives back the answer', async () => {
    const { call, calls } = setUp();
    expect(await call('forgetPeer', { rowId: 'p1' })).toBeNull();
    expect(await call('syncNow', undefined)).toBeNull();
    expect(calls).toEqual([{ rowId: 'p1' }, undefined]);
  });

  it.each([
    ['getEntry', undefined],
    ['getEntry', { key: 5 }],
    ['getEntry', { key: 'a', more: 1 }],
    ['getEntry', { key: 'a'.repeat(5000) }],
    ['listEntries', { filter: '', offset: -1, limit: 10 }],
    ['listEntries', { filter: '', offset: 0, limit: 501 }],
    ['writeEntry', { key: 'a', text: '1', ttl: 0, expect: null }],
    ['syncNow', {}],
  ] as const)('[ARCH] refuses a bad argument of %s: %j', async (channel, argument) => {
    const { call, calls, logger } = setUp();
    expect(await call(channel, argument)).toEqual({ refused: expect.stringMatching(/\.$/) as string });
    expect(calls).toEqual([]);
    expect(logger.events).toEqual(['ipc-argument-refused']);
  });

  it.each(Object.keys(requestSchemas) as (keyof Handlers)[])('[ARCH] refuses %s to a stranger', async (channel) => {
    const { call, calls, logger } = setUp();
    const refused = { refused: 'Only the window of Grapevine may ask this.' };
    expect(await call(channel, undefined, STRANGER)).toEqual(refused);
    expect(calls).toEqual([]);
    expect(logger.events).toEqual(['ipc-sender-refused']);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('secret detail');
      },
    ],
    ['rejects', () => Promise.reject(new Error('secret detail'))],
  ])('[ARCH] answers in words when a handler %s', async (_how, forgetPeer) => {
    const { call, logger } = setUp({ forgetPeer });
    const answer = (await call('forgetPeer', { rowId: 'p1' })) as { refused: string };
    expect(answer.refused).toMatch(/error in Grapevine/);
    expect(answer.refused).not.toContain('secret detail');
    expect(logger.events).toEqual(['ipc-handler-failed']);
  });
});

describe('isTrusted', () => {
  const page: Sender = { contentsId: 7, isMainFrame: true, frameUrl: 'app://grapevine/index.html#/peers' };
  const windowId = 7;

  it('[ARCH] takes the main frame of our window on our page', () => {
    expect(isTrusted(page, windowId, null)).toBe(true);
  });

  it.each([
    ['no frame any more', null],
    ['another web contents', { ...page, contentsId: 8 }],
    ['an inner frame', { ...page, isMainFrame: false }],
    ['another page', { ...page, frameUrl: 'https://example.org/' }],
    ['an empty page', { ...page, frameUrl: 'about:blank' }],
  ])('[ARCH] refuses %s', (_what, sender) => {
    expect(isTrusted(sender, windowId, null)).toBe(false);
  });

  it('[ARCH] refuses everybody while there is no window', () => {
    expect(isTrusted(page, null, null)).toBe(false);
  });

  it('[ARCH] in development takes the page of the server only', () => {
    const development = new URL('http://localhost:5173');
    expect(isTrusted({ ...page, frameUrl: 'http://localhost:5173/' }, windowId, development)).toBe(true);
    expect(isTrusted({ ...page, frameUrl: 'http://localhost:9999/' }, windowId, development)).toBe(false);
  });
});

describe('senderOf', () => {
  const eventFrom = (senderFrame: object | null) =>
    ({ sender: { id: 7 }, senderFrame }) as unknown as IpcMainInvokeEvent;

  it('[ARCH] tells the main frame from an inner one, whatever that shows', () => {
    const url = 'app://grapevine/index.html';
    const main = { url, parent: null };
    expect(senderOf(eventFrom(main))).toEqual({ contentsId: 7, isMainFrame: true, frameUrl: url });
    expect(senderOf(eventFrom({ url, parent: main }))).toEqual({ contentsId: 7, isMainFrame: false, frameUrl: url });
  });

  it('[ARCH] knows nobody when the frame is gone', () => {
    expect(senderOf(eventFrom(null))).toBeNull();
  });
});
