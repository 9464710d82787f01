import { expect, it } from 'vitest';
import { callerLabel } from './caller-label.ts';

it.each([
  [{}, 'a program on this machine'],
  [{ 'user-agent': 'curl/8.1' }, 'curl/8.1'],
  [{ 'user-agent': 'curl/8.1', 'grapevine-label': 'Kiosk' }, 'Kiosk'],
  [{ 'user-agent': 'curl/8.1', 'grapevine-label': ' \t ' }, 'curl/8.1'],
  [{ 'grapevine-label': ['a', 'b'], 'user-agent': 'x' }, 'x'],
  [{ 'user-agent': Buffer.from('a\u0007\u009b\t b').toString('latin1') }, 'a b'],
  [{ 'user-agent': Buffer.from('K\u202eüche 🍇').toString('latin1') }, 'K üche 🍇'],
  [{ 'user-agent': 'x'.repeat(100) }, 'x'.repeat(64)],
  [{ 'user-agent': `${'x'.repeat(63)} yy` }, 'x'.repeat(63)],
])('[CH2] names the caller with headers %j', (headers, label) => {
  expect(callerLabel(headers)).toBe(label);
});
