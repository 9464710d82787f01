import type { Endpoint, PeerRequest } from '../../../core/ports.ts';
import { ENCODINGS, type Encoding } from './compression.ts';
import { endpointText } from './transport-errors.ts';

/** Peers remembered as taking less than the best encoding. Past it all are asked anew (LM1). */
const MAX_REMEMBERED = 1024;

/** What request bodies are compressed with: the best encoding that this peer has not refused with 415 (PS5). */
export class EncodingChoice {
  private readonly compressAboveBytes: number;
  /** The next to try for peers that refused one; null stands for none at all. */
  private readonly weaker = new Map<string, Encoding | null>();

  constructor(compressAboveBytes: number) {
    this.compressAboveBytes = compressAboveBytes;
  }

  /** Null for small bodies and for peers that are no native nodes (C1.6). */
  choose(to: Endpoint, { grapevine, body }: PeerRequest): Encoding | null {
    if (grapevine === null || body.length <= this.compressAboveBytes) return null;
    const weaker = this.weaker.get(endpointText(to));
    return weaker === undefined ? ENCODINGS[0] : weaker;
  }

  refused(to: Endpoint, encoding: Encoding): void {
    if (this.weaker.size >= MAX_REMEMBERED) this.weaker.clear();
    this.weaker.set(endpointText(to), ENCODINGS[ENCODINGS.indexOf(encoding) + 1] ?? null);
  }
}
