import type { FastifyServerOptions } from 'fastify';

/**
 * For applications whose routes declare no schemas, as all of ours (zod checks at the border): Fastify then does not load the JSON Schema
 * compilers that it has by default, which takes more than 50 ms in one piece at the first start (LM2) and memory for good.
 */
export const NO_SCHEMAS: NonNullable<FastifyServerOptions['schemaController']> = {
  compilersFactory: { buildValidator: () => refuse, buildSerializer: () => refuse },
};

function refuse(): never {
  throw new Error('This application has no schema compiler: check bodies with zod instead');
}
