/** The options of the command line, the same for `grapevine serve` and for the window. */
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { z } from 'zod';
import type { GroupSecret } from '../../core/group/invite-code.ts';
import { parseAddress } from '../../shared/address.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { nearestName } from '../profile/nearest-name.ts';
import { defaultProfileDir } from '../profile/paths.ts';
import { interfaceNameSchema, nameSchema, portSchema, ttlSchema } from '../settings.ts';

/** What one run of the program was asked for. Given options win over the settings and are not written to them. */
export interface AppOptions {
  kind: 'window' | 'serve';
  /** The profile's folder, absolute. */
  profile: string;
  name?: string | undefined;
  /** Peers to contact in addition to those of the settings, as `host` or `host:port`. */
  peers: string[];
  peerPort?: number | undefined;
  apiPort?: number | undefined;
  /** The local API asks for no token in this run (LA4). */
  noToken: boolean;
  /** No mDNS in this run: this machine neither looks for others nor announces itself. */
  noMdns: boolean;
  /** Network interfaces instead of those of the settings; none means: as the settings say. */
  interfaces: string[];
  /** Lifetime in ms of local writes that name none. */
  ttl?: number | undefined;
  /** A file of entries to merge at the start (ST11), absolute. */
  seed?: string | undefined;
  group: GroupRequest;
  /** Tell what happens as JSON lines. */
  json: boolean;
}

/** Which group the node is to be of (GR7). A code in the arguments is seen by other users of the machine: standard input and a file are not. */
export type GroupRequest =
  | { kind: 'as-is' }
  | { kind: 'open' }
  /** `secret`: one that was shown already. */
  | { kind: 'new'; secret?: GroupSecret }
  | { kind: 'join'; code: string }
  | { kind: 'join-input' }
  /** `path` is absolute. */
  | { kind: 'join-file'; path: string };

const OPTIONS = {
  profile: { type: 'string' },
  name: { type: 'string' },
  open: { type: 'boolean' },
  'new-group': { type: 'boolean' },
  join: { type: 'string' },
  'join-file': { type: 'string' },
  peer: { type: 'string', multiple: true },
  'peer-port': { type: 'string' },
  'api-port': { type: 'string' },
  'no-token': { type: 'boolean' },
  'no-mdns': { type: 'boolean' },
  interface: { type: 'string', multiple: true },
  ttl: { type: 'string' },
  seed: { type: 'string' },
  json: { type: 'boolean' },
} as const;

type OptionName = keyof typeof OPTIONS;
const NAMES = Object.keys(OPTIONS) as OptionName[];

/** What was given for each option: the texts in their order, `true` for one without a value. */
type Given = Map<OptionName, (string | true)[]>;

export interface ParseSettings {
  /** For the window: Chromium's and Electron's own switches and arguments are passed over. Ours are checked all the same. */
  tolerant?: boolean;
}

/** Reads the options behind the command. The error is one line that names option and value. */
export function parseAppOptions(
  argv: readonly string[],
  { tolerant = false }: ParseSettings = {},
): Result<AppOptions, string> {
  const given = collect(argv, tolerant);
  if (!given.ok) return given;
  try {
    return ok(readOptions(given.value, tolerant ? 'window' : 'serve'));
  } catch (error) {
    if (error instanceof BadOption) return err(error.message);
    throw error;
  }
}

/** A value that its option does not take. Stays within this file. */
class BadOption extends Error {}

function collect(argv: readonly string[], tolerant: boolean): Result<Given, string> {
  const args = [...argv];
  const { tokens } = parseArgs({ args, options: OPTIONS, strict: false, allowPositionals: true, tokens: true });
  const given: Given = new Map();
  for (const token of tokens) {
    if (token.kind === 'option' && isOurs(token.name)) {
      const fault = addValue(given, token.name, token.value, token.inlineValue === true);
      if (fault !== null) return err(fault);
    } else if (!tolerant && token.kind !== 'option-terminator') {
      return err(token.kind === 'option' ? unknownOption(token.rawName) : `"${token.value}" is not expected here.`);
    }
  }
  return ok(given);
}

const isOurs = (name: string): name is OptionName => Object.hasOwn(OPTIONS, name);

function unknownOption(rawName: string): string {
  const meant = nearestName(
    rawName,
    NAMES.map((name) => `--${name}`),
  );
  return `${rawName} is not an option of this command${meant === null ? '' : `: did you mean ${meant}?`}`;
}

/** Notes one option; a sentence if its form is wrong. */
function addValue(given: Given, name: OptionName, value: string | undefined, inline: boolean): string | null {
  const takesValue = OPTIONS[name].type === 'string';
  if (!takesValue && value !== undefined) return `--${name} takes no value, but was given "${value}".`;
  if (takesValue && (value === undefined || (!inline && /^-./.test(value)))) return `--${name} needs a value.`;
  given.set(name, [...(given.get(name) ?? []), value ?? true]);
  return null;
}

function readOptions(given: Given, kind: AppOptions['kind']): AppOptions {
  const texts = (name: OptionName): string[] => (given.get(name) ?? []).filter((text) => text !== true);
  const last = (name: OptionName): string | undefined => texts(name).at(-1);
  const number = (name: OptionName, schema: z.ZodType<number>, wanted: string): number | undefined =>
    checkNumber(name, last(name), schema, wanted);
  return {
    kind,
    profile: readProfile(last('profile')),
    name: checkText('name', last('name'), nameSchema),
    peers: texts('peer').map(checkPeer),
    peerPort: number('peer-port', portSchema, 'a port number from 0 to 65535'),
    apiPort: number('api-port', portSchema, 'a port number from 0 to 65535'),
    noToken: given.has('no-token'),
    noMdns: given.has('no-mdns'),
    interfaces: texts('interface').flatMap((text) => checkText('interface', text, interfaceNameSchema) ?? []),
    ttl: number('ttl', ttlSchema, 'a number of milliseconds from 1 to 3153600000000'),
    seed: readSeed(last('seed')),
    group: readGroup(given),
    json: given.has('json'),
  };
}

const GROUP_OPTIONS = ['open', 'new-group', 'join', 'join-file'] as const;

function readGroup(given: Given): GroupRequest {
  const [first, second] = GROUP_OPTIONS.filter((name) => given.has(name));
  if (first === undefined) return { kind: 'as-is' };
  if (second !== undefined) throw new BadOption(`--${first} and --${second} cannot be given together.`);
  if (first === 'open') return { kind: 'open' };
  if (first === 'new-group') return { kind: 'new' };
  const text = String(given.get(first)?.at(-1) ?? '');
  if (first === 'join') return text === '-' ? { kind: 'join-input' } : { kind: 'join', code: text };
  if (text === '') throw new BadOption('--join-file "" is not a file.');
  return { kind: 'join-file', path: resolve(text) };
}

function readProfile(text: string | undefined): string {
  if (text === '') throw new BadOption('--profile "" is not a folder.');
  const { platform, env } = process;
  return text === undefined ? defaultProfileDir({ platform, env, homeDir: homedir() }) : resolve(text);
}

function readSeed(text: string | undefined): string | undefined {
  if (text === '') throw new BadOption('--seed "" is not a file.');
  return text === undefined ? undefined : resolve(text);
}

function checkPeer(text: string): string {
  const address = parseAddress(text);
  if (!address.ok) throw new BadOption(`--peer "${text}" is not an address: ${address.error}`);
  return text;
}

function checkNumber(
  name: OptionName,
  text: string | undefined,
  schema: z.ZodType<number>,
  wanted: string,
): number | undefined {
  if (text === undefined) return undefined;
  const parsed = /^\d+$/.test(text) ? schema.safeParse(Number(text)) : null;
  if (parsed?.success === true) return parsed.data;
  throw new BadOption(`--${name} "${text}" is not ${wanted}.`);
}

function checkText(name: OptionName, text: string | undefined, schema: z.ZodType<string>): string | undefined {
  if (text === undefined) return undefined;
  const parsed = schema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new BadOption(`--${name} "${text}" cannot be used: it ${parsed.error.issues[0]?.message ?? 'is malformed'}.`);
}
