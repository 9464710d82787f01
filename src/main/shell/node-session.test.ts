import { expect, it } from 'vitest';
import type { GrapevineNode, NodeEvent } from '../../core/node-api.ts';
import { ManualTime } from '../../core/testing/manual-time.ts';
import type { EventBatch } from '../../shared/ipc.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { RunningApp, StartError } from '../start.ts';
import { createNodeSession } from './node-session.ts';
import { DEFAULT_SETTINGS } from '../settings.ts';
import { aChangeset, anEntry, aSelf, aStatus, NOBODY } from './testing/fixtures.ts';

function setUp() {
  const log: string[] = [];
  const batches: EventBatch[] = [];
  let listener: (event: NodeEvent) => void = () => undefined;
  const node: Partial<GrapevineNode> = {
    status: () => aStatus(),
    list: () => ({ total: 1, matching: 1, offset: 0, entries: [anEntry('a', '1')] }),
    peers: () => [],
    outsiders: () => NOBODY,
    onChange: (given) => {
      listener = given;
      return () => {
        listener = () => undefined;
      };
    },
  };
  const running: Partial<RunningApp> = {
    node: node as GrapevineNode,
    settings: { ...DEFAULT_SETTINGS, name: 'desk-1' },
    self: () => aSelf(),
    onSelfChange: () => () => undefined,
    staticPeers: {
      add: (address) => (address === '' ? err('An address is missing.') : ok(undefined)),
      forget: (rowId) => void log.push(`forgot ${rowId}`),
    },
    blocking: {
      block: (rowId) => (rowId === '' ? err('It is gone.') : ok(undefined)),
      unblock: (rowId) => void log.push(`unblocked ${rowId}`),
    },
    stop: () => {
      log.push('stopped');
      return Promise.resolve();
    },
  };
  const started = Promise.withResolvers<Result<RunningApp, StartError>>();
  const time = new ManualTime(() => Promise.resolve());
  const session = createNodeSession({
    startApp: () => {
      log.push('started');
      return started.promise;
    },
    scheduler: time,
    clock: { now: () => Date.UTC(2026, 10, 23) },
    dialogs: {
      chooseFile: () => Promise.resolve('/state.json'),
      chooseTarget: (name) => (log.push(`asked for ${name}`), Promise.resolve(null)),
    },
    readEntries: () => Promise.resolve(err({ kind: 'unreadable', reason: 'is a folder: name a file' })),
    send: (batch) => batches.push(batch),
  });
  const emit = (event: NodeEvent): void => listener(event);
  return { session, started, running: running as RunningApp, time, batches, emit, log };
}

const CHANGE: NodeEvent = { kind: 'changeset', changeset: aChangeset(1) };

it('[ARCH] joins the node to the window once it runs', async () => {
  const { session, started, running, time, batches, emit } = setUp();
  started.resolve(ok(running));
  await session.start();
  const target = await session.target;
  expect(target.snapshot()).toMatchObject({ seq: 0, self: aSelf() });
  expect(target.addPeer('pc-7')).toEqual(ok(null));
  expect(target.addPeer('')).toEqual(err('An address is missing.'));
  emit(CHANGE);
  await time.pass(16);
  expect(batches).toMatchObject([{ seq: 1, events: [{ kind: 'changeset' }] }]);
});

it('[ARCH] starts once', async () => {
  const { session, started, running, log } = setUp();
  started.resolve(ok(running));
  await Promise.all([session.start(), session.start()]);
  expect(log).toEqual(['started']);
});

it('[ARCH] passes on why the node did not start, and has then nothing to stop', async () => {
  const { session, started, log } = setUp();
  const refusal = err({ kind: 'in-use', text: 'This profile is in use.' } as const);
  started.resolve(refusal);
  expect(await session.start()).toEqual(refusal);
  await session.stop();
  expect(log).toEqual(['started']);
});

it('[ARCH] stops a node that is still starting as soon as it runs, and sends nothing more', async () => {
  const { session, started, running, time, batches, emit, log } = setUp();
  void session.start();
  const stopping = session.stop();
  expect(log).toEqual(['started']);
  started.resolve(ok(running));
  await stopping;
  expect(log).toEqual(['started', 'stopped']);
  emit(CHANGE);
  await time.pass(100);
  expect(batches).toEqual([]);
});

it('[ARCH] can be stopped before it was started', async () => {
  const { session, log } = setUp();
  await session.stop();
  expect(log).toEqual([]);
});

it('[UI] imports and exports through files that the user chooses', async () => {
  const { session, started, running, log } = setUp();
  started.resolve(ok(running));
  await session.start();
  const { imports, exportEntries } = await session.target;
  const reason = 'It is a folder: name a file.';
  expect(await imports.choose()).toEqual({ kind: 'malformed', file: 'state.json', reason });
  expect(await exportEntries('')).toEqual({ kind: 'cancelled' });
  expect(log.at(-1)).toMatch(/^asked for grapevine-state-2026-11-2\d\.json$/);
});
