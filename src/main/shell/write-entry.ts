/** The window's writes of one entry, with refusals that a person can read. */
import type { GrapevineNode, LocalWrite, WriteError } from '../../core/node-api.ts';
import type { RequestOf, WriteRefusal } from '../../shared/ipc.ts';
import { checkJson, describeProblem } from '../../shared/json-check.ts';
import type { EntryHash, EntryView, JsonValue, Origin } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';

type Writer = Pick<GrapevineNode, 'write'>;
type Expectation = RequestOf<'deleteEntry'>['expect'];

/** Writes one entry; `text` is its value as JSON text. */
export async function writeEntry(
  node: Writer,
  { key, text, ttl, expect }: RequestOf<'writeEntry'>,
): Promise<Result<EntryView, WriteRefusal>> {
  const value = parse(text);
  if (!value.ok) return value;
  const done = await writeOne(node, { key, value: value.value, ttl, ...expecting(expect) }, { kind: 'user' });
  if (!done.ok) return done;
  const [entry] = done.value;
  return entry === undefined ? malformed('The value null means deleted: delete the entry instead.') : ok(entry);
}

/** Deleting is writing null (ST3). */
export async function deleteEntry(
  node: Writer,
  { key, expect }: RequestOf<'deleteEntry'>,
): Promise<Result<null, WriteRefusal>> {
  const done = await writeOne(node, { key, value: null, ...expecting(expect) }, { kind: 'user' });
  return done.ok ? ok(null) : done;
}

/** Writes a value of the history again, as its text; a null text deletes (CH4). */
export async function restoreValue(
  node: Writer,
  { key, text, ttl, expect }: RequestOf<'restoreValue'>,
): Promise<Result<null, WriteRefusal>> {
  const value = parse(text ?? 'null');
  if (!value.ok) return value;
  const done = await writeOne(node, { key, value: value.value, ttl, ...expecting(expect) }, { kind: 'restore' });
  return done.ok ? ok(null) : done;
}

function parse(text: string): Result<JsonValue, WriteRefusal> {
  const problem = checkJson(text);
  if (problem !== null) return malformed(`This is not JSON at ${describeProblem(problem)}`);
  return ok(JSON.parse(text) as JsonValue);
}

const malformed = (reason: string): { ok: false; error: WriteRefusal } =>
  err({ kind: 'malformed', reason, current: null });

function expecting(expect: Expectation): Pick<LocalWrite, 'expect'> {
  if (expect === null) return {};
  return { expect: expect === 'absent' ? expect : { ts: expect.ts, hash: expect.hash as EntryHash } };
}

/** The entries that were written: none when there was nothing to delete. */
async function writeOne(
  node: Writer,
  write: LocalWrite & { value: JsonValue },
  origin: Origin,
): Promise<Result<EntryView[], WriteRefusal>> {
  const done = await node.write([write], origin);
  return done.ok ? ok(done.value.entries) : err(refusalOf(done.error));
}

export function refusalOf(error: WriteError): WriteRefusal {
  return { kind: error.kind, reason: toSentence(error.reason), current: 'current' in error ? error.current : null };
}

/** The node's reasons are clauses that can follow a key's name. */
export function toSentence(clause: string): string {
  const capital = clause.charAt(0).toUpperCase() + clause.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
