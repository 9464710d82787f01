import { answerCall, type Handlers } from '../../../src/main/shell/ipc.ts';
import { createHandlers, type StageTarget } from '../../../src/main/shell/handlers.ts';
import { createBlocking } from '../../../src/main/blocking.ts';
import { AddressBook, createStaticPeers } from '../../../src/main/static-peers.ts';
import { DEFAULT_SETTINGS, settingsSchema, type Settings } from '../../../src/main/settings.ts';
import { countLive } from '../../../src/main/transfer/live-range.ts';
import { Imports } from '../../../src/main/transfer/imports.ts';
import { readEntriesFile } from '../../../src/core/state/entries-file.ts';
import { requestSchemas, type Channel, type ImportChoice } from '../../../src/shared/ipc.ts';
import { err, ok } from '../../../src/shared/result.ts';
import { aSelf } from '../../../src/main/shell/testing/fixtures.ts';
import { SILENT } from '../lib/judged-node.ts';
import { LoneWorld } from '../lib/lone-world.ts';
import { judgeSentence } from '../lib/sentence.ts';
import { accepted, refused, Violation, type Outcome, type Target, type World } from '../lib/target.ts';

const FILE = '{"a": {"value": 7}, "imported": {"value": [1, 2]}, "b": {"value": null}}';
/** Values that can come over the bridge and that JSON has no words for. */
const ODD = new Map<unknown, unknown>([
  ['#undefined', undefined],
  ['#nan', NaN],
  ['#infinity', Infinity],
  ['#bigint', 1n],
  ['#date', new Date(NaN)],
  ['#map', new Map([['key', 'a']])],
  ['#bytes', new Uint8Array(3)],
]);

/** The window's calls: the channel on the first line, an empty line, then the argument as JSON. */
class IpcWorld implements World {
  readonly #lone = new LoneWorld();
  readonly #handlers: Handlers;
  readonly #faults: string[] = [];
  #settings: Settings = DEFAULT_SETTINGS;
  #token = '';

  constructor() {
    this.#handlers = createHandlers(this.#stages(), () => Promise.resolve());
  }

  /** As of a running node; there is nothing to choose. */
  #stages(): StageTarget {
    const target = Promise.resolve(this.#target());
    const refusal = err({ field: 'start' as const, reason: 'It has a group.', groups: [] });
    return {
      target: () => target,
      stage: () => ({ kind: 'running' }),
      choose: () => Promise.resolve(refusal),
      leave: () => Promise.resolve(ok(null)),
    };
  }

  async open(): Promise<this> {
    await this.#lone.start();
    return this;
  }

  async feed(input: Uint8Array): Promise<Outcome> {
    const [channel = '', ...rest] = Buffer.from(input).toString('utf8').split('\n');
    if (!Object.hasOwn(requestSchemas, channel)) return refused('no such channel');
    const logger = {
      ...SILENT,
      error: (event: string, fields?: object) => this.#faults.push(`${event} ${JSON.stringify(fields)}`),
    };
    const answer: unknown = await answerCall(channel as Channel, this.#argument(rest.join('\n')), {
      handlers: this.#handlers,
      logger,
    });
    this.#lone.settle();
    if (this.#faults.length > 0) throw new Violation(this.#faults.join('\n'));
    structuredClone(answer);
    this.#keepToken(answer);
    return this.#outcome(channel, answer);
  }

  async close(): Promise<void> {
    await this.#lone.node.stop();
  }

  #argument(text: string): unknown {
    try {
      return JSON.parse(text.replaceAll('$token', this.#token), (_name, value: unknown) =>
        ODD.has(value) ? ODD.get(value) : value,
      );
    } catch {
      return text.trim() === '' ? undefined : text;
    }
  }

  #keepToken(answer: unknown): void {
    const choice = answer as ImportChoice | null;
    if (typeof choice === 'object' && choice?.kind === 'preview') this.#token = choice.preview.token;
  }

  #outcome(channel: string, answer: unknown): Outcome {
    const said = (typeof answer === 'object' ? answer : null) as {
      refused?: string;
      reason?: string;
      ok?: boolean;
      error?: unknown;
    } | null;
    if (typeof said?.refused === 'string') return refused(`${channel} ${judgeSentence(said.refused)}`);
    if (said?.ok === false) {
      const { error } = said;
      const reason = typeof error === 'string' ? error : (error as { reason: string }).reason;
      return refused(`${channel} ${judgeSentence(reason)}`);
    }
    if (typeof said?.reason === 'string') return refused(`${channel} ${judgeSentence(said.reason)}`);
    return accepted(`${channel} ${answer === null ? 'null' : typeof answer}`);
  }

  /** As `node-session.ts` makes it, without files and dialogs. */
  #target() {
    const { node, clock } = this.#lone;
    const settingsFile = {
      update: (change: (settings: Settings) => Partial<Settings>) => {
        const changed = settingsSchema.safeParse({ ...this.#settings, ...change(this.#settings) });
        if (!changed.success) this.#faults.push(`the settings would be malformed: ${changed.error.message}`);
        else this.#settings = changed.data;
        return Promise.resolve(changed.success ? ok(undefined) : err('malformed'));
      },
    };
    const keeping = { node, logger: SILENT, settingsFile };
    const staticPeers = createStaticPeers({ ...keeping, addresses: new AddressBook([]) }, { targetPort: 4097 });
    const blocking = createBlocking({ ...keeping, clock });
    const pause = (): Promise<void> => Promise.resolve();
    const readEntries = () => {
      const read = readEntriesFile(FILE);
      return Promise.resolve(read.ok ? read : err({ kind: 'malformed' as const, problem: read.error }));
    };
    const imports = new Imports(
      { node, chooseFile: () => Promise.resolve('/state.json'), readEntries, pause },
      { defaultTtlMs: null },
    );
    const { digest, c19Version, entries, sync, notices } = node.status();
    return {
      node,
      keptIn: () => 'file' as const,
      snapshot: () => ({
        seq: 0,
        self: aSelf(),
        live: { digest, c19Version, entries, sync, notices },
        peers: node.peers(),
        outsiders: node.outsiders(),
      }),
      addPeer: (address: string) => {
        const added = staticPeers.add(address);
        return added.ok ? ok(null) : added;
      },
      forgetPeer: (rowId: string) => staticPeers.forget(rowId),
      blockPeer: (rowId: string) => {
        const blocked = blocking.block(rowId);
        return blocked.ok ? ok(null) : blocked;
      },
      unblockPeer: (rowId: string) => blocking.unblock(rowId),
      imports,
      exportEntries: (prefix: string) =>
        Promise.resolve({ kind: 'saved' as const, file: 'state.json', entries: countLive(node, prefix) }),
    };
  }
}

/** Arguments of IPC calls, checked by their schemas and answered by the real handlers. */
export const IPC: Target = { name: 'ipc', form: 'tree', open: () => new IpcWorld().open() };
