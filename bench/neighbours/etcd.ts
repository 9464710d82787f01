import { join } from 'node:path';
import { Pool } from 'undici';
import { medianFigure, rate } from '../lib/measure.ts';
import { freePort, isThere, whileRunning } from './program.ts';

export const hasEtcd = (): boolean => isThere('etcd');

const WRITES = 5_000;
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const VALUE = base64('x'.repeat(100));

/** Durable writes a second of one etcd as it is by default, through its HTTP and JSON gateway: a connection for each writer. */
export async function etcdWrites(folder: string, writers: number): Promise<number> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const peerUrl = `http://127.0.0.1:${await freePort()}`;
  const clients = ['--listen-client-urls', url, '--advertise-client-urls', url];
  const peers = ['--listen-peer-urls', peerUrl, '--initial-advertise-peer-urls', peerUrl];
  const args = ['--data-dir', join(folder, 'etcd'), '--initial-cluster', `default=${peerUrl}`, ...clients, ...peers];
  const pool = new Pool(url, { connections: writers });
  const put = async (number: number): Promise<void> => {
    const body = JSON.stringify({ key: base64(`k${number}`), value: VALUE });
    const answer = await pool.request({ method: 'POST', path: '/v3/kv/put', body });
    await answer.body.dump();
    if (answer.statusCode !== 200) throw new Error(`etcd answered ${answer.statusCode}`);
  };
  try {
    return await whileRunning(
      'etcd',
      args,
      () => put(0),
      () => medianFigure(() => rate(writers, WRITES, put)),
    );
  } finally {
    await pool.destroy();
  }
}
