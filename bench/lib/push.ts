import type { GrapevineNode } from '../../src/core/node-api.ts';
import { CONTENT } from './content.ts';

/** A push of one entry by a node with one peer; tells how long it took there and back, in ms, as the node itself measures it. */
export function pusher(node: GrapevineNode): () => Promise<number> {
  let writes = 0;
  return async () => {
    const delivered = Promise.withResolvers<undefined>();
    const stopListening = node.onChange((event) => {
      if (event.kind === 'delivery' && event.delivery.seen === 1) delivered.resolve(undefined);
    });
    writes += 1;
    const done = await node.write([{ key: `desks/${writes % 100}`, value: CONTENT }], { kind: 'user' });
    if (!done.ok) throw new Error(done.error.reason);
    await delivered.promise;
    stopListening();
    const pushes = node.peers()[0]?.exchanges.filter(({ kind }) => kind === 'push') ?? [];
    return pushes.toSorted((a, b) => b.time - a.time)[0]?.durationMs ?? NaN;
  };
}
