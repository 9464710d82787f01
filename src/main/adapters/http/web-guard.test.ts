import { afterEach, describe, expect, it } from 'vitest';
import { errorOf, RawClient, requestText, statusOf } from './testing/raw-client.ts';
import { recorder, StartedTransports } from './testing/started-transports.ts';

const transports = new StartedTransports();
afterEach(() => transports.stopAll());

const OURS = 'Host: 127.0.0.1:4097';

async function ask(line: string, headers: string[]): Promise<{ answer: string; reached: number }> {
  const { handler, requests } = recorder();
  const { port } = await transports.start(handler);
  const answer = await RawClient.exchange(port, requestText(line, [...headers, 'Connection: close']));
  return { answer, reached: requests.length };
}

describe('[PS6] lets through', () => {
  it.each([
    ['a plain request', [OURS]],
    ['a host name of this machine', ['Host: PC-7:1']],
    ['what the user typed into the address bar', [OURS, 'Sec-Fetch-Site: none']],
  ])('[PS6] %s', async (_name, headers) => {
    const { answer, reached } = await ask('GET /', headers);
    expect(statusOf(answer)).toBe(204);
    expect(reached).toBe(1);
  });
});

describe('[PS6] refuses before anything looks at it', () => {
  it.each([
    ['an origin', 403, ['Origin: https://evil.example', OURS]],
    ['the null origin', 403, ['Origin: null', OURS]],
    ['an empty origin', 403, ['Origin:', OURS]],
    ['our own address as origin', 403, ['Origin: http://127.0.0.1:4097', OURS]],
    ['a cross-site request', 403, ['Sec-Fetch-Site: cross-site', OURS]],
    ['a same-site request', 403, ['Sec-Fetch-Site: same-site', OURS]],
    ['a same-origin request', 403, ['Sec-Fetch-Site: same-origin', OURS]],
    ['two fetch sites', 403, ['Sec-Fetch-Site: none', 'Sec-Fetch-Site: none', OURS]],
    ['a page on a rebound name', 421, ['Host: evil.example:4097']],
    ['an empty host', 421, ['Host:']],
    ['no host', 400, []],
    ['two hosts, the first ours', 400, [OURS, 'Host: evil.example']],
    ['two equal hosts', 400, [OURS, 'hOST: 127.0.0.1:4097']],
  ])('[PS6] %s with %d', async (_name, status, headers) => {
    const { answer, reached } = await ask('PUT /', [...headers, 'Content-Length: 0']);
    expect(statusOf(answer)).toBe(status);
    expect(errorOf(answer)).not.toBe('');
    expect(answer).not.toMatch(/access-control/i);
    expect(reached).toBe(0);
  });

  it.each(['GET http://evil.example/', 'GET http://127.0.0.1/', 'OPTIONS *'])(
    '[PS6] the request target of %s, which is no path',
    async (line) => {
      const { answer, reached } = await ask(line, [OURS]);
      expect(statusOf(answer)).toBe(400);
      expect(reached).toBe(0);
    },
  );

  it('[PS6] a preflight, without a CORS header', async () => {
    const { answer, reached } = await ask('OPTIONS /', [
      OURS,
      'Origin: https://evil.example',
      'Access-Control-Request-Method: PUT',
      'Access-Control-Request-Private-Network: true',
    ]);
    expect(statusOf(answer)).toBe(403);
    expect(answer).not.toMatch(/access-control|allow:/i);
    expect(reached).toBe(0);
  });

  it('[PS6] a request without a body that is announced, at once', async () => {
    const { handler } = recorder();
    const { port } = await transports.start(handler);
    const client = await RawClient.open(port);
    client.send(requestText('PUT /', [OURS, 'Origin: https://evil.example', 'Content-Length: 1000']));
    await client.until('{"error"');
    expect(statusOf(await client.closed)).toBe(403);
  });
});
