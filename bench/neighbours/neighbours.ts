import { figure, type Measured } from '../lib/measure.ts';
import { measureWrites, WRITERS } from '../storage/writes.ts';
import { etcdWrites, hasEtcd } from './etcd.ts';
import { hasRedis, redisWrites } from './redis.ts';

/** What else keeps small values safe, on the same disk in the same run; what is not installed is left out. */
const NEIGHBOURS = [
  { name: 'etcd', isThere: hasEtcd, writes: etcdWrites },
  { name: 'Redis, appendfsync always', isThere: hasRedis, writes: redisWrites },
];

/** Durable writes by as many writers, and how often ours goes into theirs. */
export async function measureNeighbours(folder: string): Promise<Measured[]> {
  const results = (await measureWrites(folder)).filter(({ unit }) => unit === '1/s');
  const ours = results[0]?.value ?? NaN;
  for (const { name, isThere, writes } of NEIGHBOURS) {
    if (!isThere()) {
      console.log(`${name}: not installed, left out`);
      continue;
    }
    const theirs = await writes(folder, WRITERS);
    results.push(figure(`${name}: durable writes, ${WRITERS} writers`, theirs, '1/s'));
    results.push(figure(`${name}: our storage does so many times as many`, ours / theirs, 'x'));
  }
  return results;
}
