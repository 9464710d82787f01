import { afterEach, expect, it, vi } from 'vitest';
import { Exchange } from './exchange.ts';
import { PeerLinks } from './peer-links.ts';
import { answerWith, StartedTransports } from './testing/started-transports.ts';

const transports = new StartedTransports();
const links = new PeerLinks();
afterEach(() => Promise.all([transports.stopAll(), links.destroyAll()]));

it('[LM1] keeps a bounded number of links, those used last', () => {
  const endpoint = (index: number) => ({ host: '127.0.0.1', port: 1 + index });
  const [used, unused] = [links.get(endpoint(0)), links.get(endpoint(1))];
  for (let index = 2; index < 1_024; index += 1) links.get(endpoint(index));
  expect(links.get(endpoint(0))).toBe(used);
  links.get(endpoint(1_024));
  expect(links.get(endpoint(0))).toBe(used);
  expect(links.get(endpoint(1))).not.toBe(unused);
});

it('[LM1] lets a link go when its last connection has ended', async () => {
  const { transport, port } = await transports.start(() => Promise.resolve(answerWith(200)));
  const to = { host: '127.0.0.1', port };
  const link = links.get(to);
  link.connectTimeoutMs = 5_000;
  const exchange = new Exchange(to, { connectTimeoutMs: 5_000, timeoutMs: 5_000, maxResponseBytes: 100 }, 5_000);
  link.dispatch({ method: 'GET', path: '/' }, exchange);
  expect((await exchange.outcome).ok).toBe(true);
  expect(links.get(to)).toBe(link);
  await transport.stop();
  await vi.waitFor(() => expect(links.get(to)).not.toBe(link));
});
