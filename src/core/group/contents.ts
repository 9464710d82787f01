import { sealedAnswerSchema, sealedRequestSchema, type SealedAnswer, type SealedRequest } from '../../shared/sealed.ts';
import { decodeJson, encodeJson } from '../sync/json-body.ts';

const LENGTH_BYTES = 2;

/** What a frame holds (GR3): the length of a JSON text, this text, and a body as it is. */
export interface Contents<T> {
  said: T;
  body: Uint8Array;
}

export function encodeContents({ said, body }: Contents<SealedRequest | SealedAnswer>): Uint8Array<ArrayBuffer> {
  const text = encodeJson(said);
  const bytes = new Uint8Array(LENGTH_BYTES + text.length + body.length);
  bytes.set([text.length >> 8, text.length & 255]);
  bytes.set(text, LENGTH_BYTES);
  bytes.set(body, LENGTH_BYTES + text.length);
  return bytes;
}

/** Null when a request holds anything else. */
export const decodeRequest = (bytes: Uint8Array): Contents<SealedRequest> | null => decode(bytes, sealedRequestSchema);

/** Null when an answer holds anything else. */
export const decodeAnswer = (bytes: Uint8Array): Contents<SealedAnswer> | null => decode(bytes, sealedAnswerSchema);

function decode<T>(bytes: Uint8Array, schema: Parameters<typeof decodeJson<T>>[1]): Contents<T> | null {
  const [high = 0, low = 0] = bytes;
  const bodyAt = LENGTH_BYTES + high * 256 + low;
  if (bytes.length < bodyAt) return null;
  const said = decodeJson(bytes.subarray(LENGTH_BYTES, bodyAt), schema);
  return said === null ? null : { said, body: bytes.subarray(bodyAt) };
}
