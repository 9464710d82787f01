import type { IncomingMessage } from 'node:http';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { Holding } from './byte-budget.ts';
import { ACCEPT_ENCODING, isEncoding, type Encoding, type Inflater } from './compression.ts';

/** Why a body was not taken (PS5); `aborted` means that nobody waits for an answer any more. */
export type BodyError = 'too-large' | 'no-room' | 'corrupt' | 'unknown-encoding' | 'aborted';

const EMPTY = Buffer.alloc(0);

/** The answer to each refusal. */
export const BODY_REFUSALS: Record<Exclude<BodyError, 'aborted'>, { status: number; sentence: string }> = {
  'too-large': { status: 413, sentence: 'The body is too large.' },
  'no-room': { status: 503, sentence: 'This node is busy with other large requests.' },
  corrupt: { status: 400, sentence: 'The body cannot be decompressed.' },
  'unknown-encoding': { status: 415, sentence: `Only ${ACCEPT_ENCODING} are understood as Content-Encoding.` },
};

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

/** Reads and decompresses a request's body of at most `maxBytes`, every byte held in `holding` as it comes. */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
  holding: Holding,
  inflater: Inflater,
): Promise<Result<Buffer, BodyError>> {
  if (!hasBody(request)) return ok(EMPTY);
  const encoding = contentEncoding(request);
  if (encoding === undefined) return err('unknown-encoding');
  const raw = await receive(request, maxBytes, holding);
  if (!raw.ok || encoding === null || raw.value.length === 0) return raw;
  const plain = await inflater.inflate(raw.value, encoding, maxBytes, (bytes) => holding.take(bytes));
  if (plain.ok) holding.give(raw.value.length);
  return plain;
}

/** Null for a body as it is, undefined for an encoding that is not known here. */
function contentEncoding({ headers }: IncomingMessage): Encoding | null | undefined {
  const name = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (name === 'identity') return null;
  return isEncoding(name) ? name : undefined;
}

function receive(request: IncomingMessage, maxBytes: number, holding: Holding): Promise<Result<Buffer, BodyError>> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve(err('too-large'));
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (result: Result<Buffer, BodyError>) => {
      request.removeListener('data', onData);
      resolve(result);
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) end(err('too-large'));
      else if (!holding.take(chunk.length)) end(err('no-room'));
      else chunks.push(chunk);
    };
    request.on('data', onData);
    request.on('end', () => end(ok(Buffer.concat(chunks, size))));
    request.on('error', () => end(err('aborted')));
    request.on('close', () => end(err('aborted')));
  });
}
