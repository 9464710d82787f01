import { expect, it } from 'vitest';
import { describeFailure, timeoutError } from './transport-errors.ts';

const TO = { host: '10.0.0.5', port: 4097 };
const withCode = (code: string): Error => Object.assign(new Error('raw words'), { code });

it.each([
  ['ECONNREFUSED', 'refused', 'Nothing answers at 10.0.0.5:4097'],
  ['ETIMEDOUT', 'timeout', 'No connection to 10.0.0.5:4097 in time'],
  ['ENOTFOUND', 'unreachable', 'The name 10.0.0.5 is not known on this network'],
  ['EAI_AGAIN', 'unreachable', 'The name 10.0.0.5 is not known on this network'],
  ['EHOSTUNREACH', 'unreachable', '10.0.0.5:4097 cannot be reached from here (EHOSTUNREACH)'],
  ['ENETUNREACH', 'unreachable', '10.0.0.5:4097 cannot be reached from here (ENETUNREACH)'],
  ['EACCES', 'unreachable', '10.0.0.5:4097 cannot be reached from here (EACCES)'],
  ['ECONNRESET', 'reset', 'The connection to 10.0.0.5:4097 closed before the answer was complete'],
  ['EPIPE', 'reset', 'The connection to 10.0.0.5:4097 closed before the answer was complete'],
  ['UND_ERR_SOCKET', 'reset', 'The connection to 10.0.0.5:4097 closed before the answer was complete'],
  [
    'ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC',
    'reset',
    'The connection to 10.0.0.5:4097 closed before the answer was complete',
  ],
  ['UND_ERR_HEADERS_OVERFLOW', 'reset', 'What answers at 10.0.0.5:4097 does not speak this program’s HTTP'],
])('[PB4] puts %s in plain words', (code, kind, detail) => {
  expect(describeFailure(withCode(code), TO)).toEqual({ kind, detail });
});

it('[PB4] names what it does not know', () => {
  expect(describeFailure(new Error('raw words'), { host: 'fe80::1%eth0', port: 1 })).toEqual({
    kind: 'unreachable',
    detail: '[fe80::1%eth0]:1 cannot be reached from here (raw words)',
  });
});

it.each([
  [1_000, 'No answer in 1 s'],
  [2_500, 'No answer in 2.5 s'],
])('[PB4] tells after %d ms how long it waited', (timeoutMs, detail) => {
  expect(timeoutError(timeoutMs)).toEqual({ kind: 'timeout', detail });
});
