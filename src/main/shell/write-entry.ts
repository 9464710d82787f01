/** The window's writes, with refusals that a person can read. */
import type { GrapevineNode, LocalWrite, WriteError } from '../../core/node-api.ts';
import type { RequestOf, WriteRefusal } from '../../shared/ipc.ts';
import type { EntryHash, EntryView, JsonValue } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { parseJsonText } from './json-text.ts';

type Writer = Pick<GrapevineNode, 'write'>;
type Expectation = RequestOf<'deleteEntry'>['expect'];

/** Writes one entry; `text` is its value as JSON text. */
export async function writeEntry(
  node: Writer,
  { key, text, ttl, expect }: RequestOf<'writeEntry'>,
): Promise<Result<EntryView, WriteRefusal>> {
  const value = parseJsonText(text);
  if (!value.ok) return err({ kind: 'malformed', reason: value.error, current: null });
  return writeOne(node, { key, value: value.value, ttl, ...expecting(expect) });
}

/** Deleting is writing null (ST3). */
export async function deleteEntry(
  node: Writer,
  { key, expect }: RequestOf<'deleteEntry'>,
): Promise<Result<null, WriteRefusal>> {
  const done = await writeOne(node, { key, value: null, ...expecting(expect) });
  return done.ok ? ok(null) : done;
}

function expecting(expect: Expectation): Pick<LocalWrite, 'expect'> {
  if (expect === null) return {};
  return { expect: expect === 'absent' ? expect : { ts: expect.ts, hash: expect.hash as EntryHash } };
}

async function writeOne(
  node: Writer,
  write: LocalWrite & { value: JsonValue },
): Promise<Result<EntryView, WriteRefusal>> {
  const done = await node.write([write], { kind: 'user' });
  if (!done.ok) return err(refusalOf(done.error));
  const [entry] = done.value.entries;
  if (entry === undefined) throw new Error('a write of one entry answered none');
  return ok(entry);
}

function refusalOf(error: WriteError): WriteRefusal {
  return { kind: error.kind, reason: toSentence(error.reason), current: 'current' in error ? error.current : null };
}

/** The node's reasons are clauses that can follow a key's name. */
export function toSentence(clause: string): string {
  const capital = clause.charAt(0).toUpperCase() + clause.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
