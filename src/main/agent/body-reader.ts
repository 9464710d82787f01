import type { FastifyReply, FastifyRequest } from 'fastify';
import { ByteBudget, Holding } from '../adapters/http/byte-budget.ts';
import { Inflater } from '../adapters/http/compression.ts';
import { refuseUnread } from '../adapters/http/error-answer.ts';
import { BODY_REFUSALS, readBody } from '../adapters/http/read-body.ts';
import type { LocalApiLimits } from './limits.ts';

/** Reads bodies of any type, within bounds for one and for all together (LM1). */
export class BodyReader {
  readonly #maxBodyBytes: number;
  readonly #budget: ByteBudget;
  readonly #inflater = new Inflater();

  constructor(limits: Pick<LocalApiLimits, 'maxBodyBytes' | 'maxBufferedBytes'>) {
    this.#maxBodyBytes = limits.maxBodyBytes;
    this.#budget = new ByteBudget(limits.maxBufferedBytes);
  }

  /** The body counts as held until the answer is done. Null when the request has been refused here or was cut off. */
  async read(request: FastifyRequest, reply: FastifyReply): Promise<Uint8Array | null> {
    const holding = new Holding(this.#budget);
    reply.raw.once('close', () => holding.release());
    const body = await readBody(request.raw, this.#maxBodyBytes, holding, this.#inflater);
    if (body.ok) return body.value;
    if (body.error === 'aborted') {
      reply.hijack();
      return null;
    }
    const { status, sentence } = BODY_REFUSALS[body.error];
    refuseUnread(reply, status, sentence);
    return null;
  }
}
