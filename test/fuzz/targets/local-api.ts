import { connect } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { createLocalApi, type LocalApi } from '../../../src/main/agent/local-api.ts';
import { DEFAULT_LOCAL_API_LIMITS } from '../../../src/main/agent/limits.ts';
import { judgeSentence } from '../lib/sentence.ts';
import { SILENT } from '../lib/judged-node.ts';
import { LoneWorld } from '../lib/lone-world.ts';
import { accepted, refused, Violation, type Outcome, type Target, type World } from '../lib/target.ts';

const LIMITS = {
  ...DEFAULT_LOCAL_API_LIMITS,
  maxBodyBytes: 256 * 1024,
  maxBufferedBytes: 1024 * 1024,
  requestTimeoutMs: 2_000,
};
const STATUS_LINE = /^HTTP\/1\.1 (\d{3}) /;
/** All that may be answered (LA1, LA2, LA4, PS5, PS6), and what Node says of what is no HTTP. */
const STATUSES = new Set([200, 204, 400, 401, 403, 404, 405, 408, 409, 412, 413, 415, 421, 422, 431, 503, 507]);

/** Bytes on a connection of their own, as any program on this machine can send them; `\n` stands for the end of a line in the head. */
class ApiWorld implements World {
  readonly #lone = new LoneWorld();
  readonly #faults: string[] = [];
  readonly #api: LocalApi;
  #port = 0;

  constructor() {
    const logger = {
      ...SILENT,
      error: (event: string, fields?: object) => this.#faults.push(`${event} ${JSON.stringify(fields)}`),
    };
    const settings = { port: 0, token: 'token', isTokenRequired: true, allowedHostNames: ['desk-1'], limits: LIMITS };
    this.#api = createLocalApi({ node: this.#lone.node, logger }, settings);
  }

  async open(): Promise<this> {
    await this.#lone.start();
    const started = await this.#api.start();
    if (!started.ok) throw new Error(started.error.detail);
    this.#port = started.value.port;
    return this;
  }

  async feed(input: Uint8Array): Promise<Outcome> {
    const answer = await this.#ask(asHttp(input));
    this.#lone.settle();
    if (this.#faults.length > 0) throw new Violation(this.#faults.join('\n'));
    if (answer === '') return refused('closed');
    const status = Number(STATUS_LINE.exec(answer)?.[1]);
    if (!STATUSES.has(status)) throw new Violation(`the answer begins ${JSON.stringify(answer.slice(0, 200))}`);
    return (status < 300 ? accepted : refused)(`${status} ${errorIn(answer)}`);
  }

  async close(): Promise<void> {
    await this.#api.stop();
    await this.#lone.node.stop();
  }

  /** Everything that comes back until the connection closes. */
  async #ask(bytes: Uint8Array): Promise<string> {
    const socket = connect(this.#port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.end(bytes);
    return readText(socket).catch(() => '');
  }
}

/** The sentence of a refusal. */
function errorIn(answer: string): string {
  const body = answer.split('\r\n\r\n', 2)[1] ?? '';
  const said = /^\{"error":("(?:[^"\\]|\\.)*")/.exec(body)?.[1];
  return said === undefined ? '' : judgeSentence(JSON.parse(said) as string);
}

/** The head with `\r\n`, a length that is right where the sample says `$length`, and the end of the connection after it. */
function asHttp(input: Uint8Array): Uint8Array {
  const text = Buffer.from(input.buffer, input.byteOffset, input.length).toString('latin1');
  const end = text.indexOf('\n\n');
  const [head, body] = end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end + 2)];
  const lines = head.replaceAll('$length', `${body.length}`).split('\n');
  return Buffer.from([...lines, '', body].join('\r\n'), 'latin1');
}

/** What programs send to the local API. */
export const LOCAL_API: Target = { name: 'local-api', form: 'text', open: () => new ApiWorld().open() };
