import { expect, it } from 'vitest';
import type { Notice, SyncStatus } from '../../../shared/model.ts';
import { pillLook } from './pill-look.ts';

const IN_SYNC: SyncStatus = { kind: 'in-sync', peers: 11, unreachable: 1 };
const notice = (severity: Notice['severity']): Notice => ({
  id: 'n',
  severity,
  text: 'Port 4097 is in use: using 4098',
});

it('[PD7] unreachable peers are counted beside the words', () => {
  expect(pillLook(IN_SYNC, [])).toMatchObject({
    tone: 'good',
    words: 'In sync with 11 peers',
    beside: '1 unreachable',
  });
  expect(pillLook({ ...IN_SYNC, unreachable: 0 }, []).beside).toBeNull();
});

it('[UI] a problem takes the pill in its own words, and then it is not green', () => {
  expect(pillLook(IN_SYNC, [notice('warning')])).toEqual({
    tone: 'warning',
    icon: 'warning',
    words: 'Port 4097 is in use: using 4098',
    beside: null,
  });
  expect(pillLook(IN_SYNC, [notice('error')]).tone).toBe('error');
  expect(pillLook(IN_SYNC, [notice('info')]).tone).toBe('good');
});
