import { decodeUtf8, encodeUtf8 } from '../state/utf8.ts';

/** A schema, whatever library made it. */
interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false };
}

export const encodeJson = (value: unknown): Uint8Array<ArrayBuffer> => encodeUtf8(JSON.stringify(value));

/** Null when the body is empty, is not JSON, or does not fit the schema. */
export function decodeJson<T>(body: Uint8Array, schema: Schema<T>): T | null {
  const text = body.length === 0 ? null : decodeUtf8(body);
  if (text === null) return null;
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
