import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../../shared/model.ts';
import { HintMemory, MAX_REMEMBERED } from './hint-memory.ts';
import type { FoundService } from './records.ts';
import { createTime } from './testing/fake-network.ts';

const found = (changes: Partial<FoundService> = {}): FoundService => {
  return { id: 'ab'.repeat(16) as NodeId, host: '10.0.0.1', port: 4097, groupId: null, name: 'pc-1', ...changes };
};

describe('hint memory', () => {
  it('[PD2] passes repetitions over for a second, then hints again', async () => {
    const time = createTime();
    const memory = new HintMemory({ scheduler: time });
    expect(memory.judge(found())).toBe('hint');
    expect(memory.judge(found())).toBe('repeated');
    await time.pass(1_000);
    expect(memory.judge(found())).toBe('hint');
    memory.clear();
    expect(memory.judge(found())).toBe('hint');
  });

  it.each([{ host: '10.0.0.2' }, { port: 4098 }, { name: 'pc-2' }, { id: 'cd'.repeat(16) as NodeId }])(
    '[PD2] takes a change at once: %j',
    (change) => {
      const memory = new HintMemory({ scheduler: createTime() });
      expect(memory.judge(found())).toBe('hint');
      expect(memory.judge(found(change))).toBe('hint');
    },
  );

  it('[LM1] is bounded: newcomers find no room until others were not heard of for two minutes', async () => {
    const time = createTime();
    const memory = new HintMemory({ scheduler: time });
    for (let port = 1; port <= MAX_REMEMBERED; port += 1) expect(memory.judge(found({ port }))).toBe('hint');
    expect(memory.judge(found({ port: 60_000 }))).toBe('full');
    await time.pass(100_000);
    expect(memory.judge(found({ port: 1 }))).toBe('hint');
    await time.pass(20_000);
    expect(memory.judge(found({ port: 60_000 }))).toBe('hint');
    expect(memory.judge(found({ port: 1 }))).toBe('hint');
  });
});
