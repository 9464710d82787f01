import type { PeerResponse } from '../ports.ts';
import { fromBase64 } from './base64.ts';

/** A longer frame is a body: where headers may have 16 KiB, this leaves room for the others. */
const MAX_IN_HEADER = 1_024;
const NOTHING = new Uint8Array(0);

/** The answer that carries a frame (GR3): most are small, and go in the header of one without a body, which takes less time on both sides. */
export function carried(frame: Uint8Array): PeerResponse {
  if (frame.length > MAX_IN_HEADER) return { status: 200, grapevine: null, body: frame };
  return { status: 204, grapevine: frame.toBase64(), body: NOTHING };
}

/** The frame that an answer carries; null when it carries none. */
export function frameIn({ status, grapevine, body }: PeerResponse): Uint8Array | null {
  if (status === 200) return body;
  return status === 204 && grapevine !== null ? fromBase64(grapevine) : null;
}
