import { describe, expect, it } from 'vitest';
import type { LogFields } from '../../../core/ports.ts';
import { createOccasionalLog } from './occasional-log.ts';
import { createTime } from './testing/fake-network.ts';

describe('occasional log', () => {
  it('[LM1] writes the first report, and after a minute the next with the count of those left out', async () => {
    const time = createTime();
    const lines: LogFields[] = [];
    const log = createOccasionalLog({ scheduler: time }, (fields) => lines.push(fields));
    for (let index = 0; index < 5; index += 1) log({ index });
    await time.pass(60_000);
    log({ index: 5 });
    await time.pass(60_000);
    log({ index: 6 });
    expect(lines).toEqual([{ index: 0 }, { index: 5, omitted: 4 }, { index: 6 }]);
  });
});
