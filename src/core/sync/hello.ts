import { helloSchema, type Hello } from '../../shared/hello.ts';
import { decodeUtf8, encodeUtf8 } from '../state/utf8.ts';

export const encodeHello = (hello: Hello): Uint8Array => encodeUtf8(JSON.stringify(hello));

/** Null when the body is no hello. */
export function decodeHello(body: Uint8Array): Hello | null {
  const text = decodeUtf8(body);
  if (text === null) return null;
  try {
    const parsed = helloSchema.safeParse(JSON.parse(text));
    return parsed.success ? (parsed.data as Hello) : null;
  } catch {
    return null;
  }
}
