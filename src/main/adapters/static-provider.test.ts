import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../core/ports.ts';
import type { NodeId } from '../../shared/model.ts';
import { createStaticProvider } from './static-provider.ts';

const self = { id: '00'.repeat(16) as NodeId, name: 'desk', port: 4097, groupId: null };
const candidate = (host: string, port: number | null): Candidate => {
  return { host, port, id: null, name: null, foundBy: 'static' };
};
const both = [candidate('pc-7', null), candidate('10.0.0.9', 4100)];

function staticPair(): { provider: ReturnType<typeof createStaticProvider>; hints: Candidate[] } {
  const hints: Candidate[] = [];
  const provider = createStaticProvider(() => [
    { host: 'pc-7', port: null },
    { host: '10.0.0.9', port: 4100 },
  ]);
  return { provider, hints };
}

describe('static provider', () => {
  it('[PD1] yields every address at start, once, with its port or none', async () => {
    const { provider, hints } = staticPair();
    await provider.start(self, (hint) => hints.push(hint));
    await provider.start(self, (hint) => hints.push(hint));
    expect(hints).toEqual(both);
  });

  it('[PD1] yields them again when refreshed', async () => {
    const { provider, hints } = staticPair();
    await provider.start(self, (hint) => hints.push(hint));
    provider.refresh();
    expect(hints).toEqual([...both, ...both]);
  });

  it('[PD1] is silent before start and after stop, and starts again', async () => {
    const { provider, hints } = staticPair();
    provider.refresh();
    await provider.start(self, (hint) => hints.push(hint));
    await provider.stop();
    await provider.stop();
    provider.refresh();
    provider.announce(self);
    expect(hints).toEqual(both);
    await provider.start(self, (hint) => hints.push(hint));
    expect(hints).toEqual([...both, ...both]);
  });
});
