/**
 * A stranger in a process of its own. Told the port, id and group id of a machine on its command line, and on its input, as lines of JSON, how
 * many requests to make over how many connections; tells when it has the first answer, and how long all took.
 */
import { createInterface } from 'node:readline';
import { Pool } from 'undici';
import type { GroupId } from '../../src/core/group/keys.ts';
import { strangerRequest, type StrangerRequest } from '../../src/main/testing/stranger-requests.ts';
import type { NodeId } from '../../src/shared/model.ts';
import { tell } from '../lib/talk.ts';

const UNAUTHORIZED = 401;
/** Not the member's: what one address may have is for each (PS5). On Linux all of 127.0.0.0/8 is this machine. */
const ADDRESS = '127.0.1.1';
const [port = '', id = '', groupId = ''] = process.argv.slice(2);
const target = { id: id as NodeId, groupId: groupId as GroupId };

/** Made before, so that as many go out as the machine can take. */
const made: StrangerRequest[] = Array.from({ length: 4_000 }, (_, i) => strangerRequest(i, target));

async function flood(count: number, connections: number): Promise<void> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections, localAddress: ADDRESS });
  const begun = performance.now();
  let next = 0;
  const keepAsking = async (): Promise<void> => {
    while (next < count) {
      const { method, path, headers, body } = made[(next += 1) % made.length]!;
      const answer = await pool.request({ method, path, headers, body: body.length === 0 ? null : body });
      await answer.body.dump();
      if (answer.statusCode !== UNAUTHORIZED) throw new Error(`a stranger was answered with ${answer.statusCode}`);
      if (next === connections) tell({ flooding: true });
    }
  };
  await Promise.all(Array.from({ length: connections }, keepAsking));
  await pool.close();
  tell({ tookMs: performance.now() - begun });
}

for await (const line of createInterface(process.stdin)) {
  const { count, connections } = JSON.parse(line) as { count: number; connections: number };
  await flood(count, connections);
}
