import { expect, it } from 'vitest';
import { err, ok, type Result } from '../../../shared/result.ts';
import { createAnnouncer } from './announcer.ts';
import { GroupActions } from './group-actions.ts';
import { manualTimers } from './testing/manual-timers.ts';
import { Toasts } from './toasts.ts';

function setUp(answer: Result<null, string>) {
  const log: string[] = [];
  const toasts = new Toasts({ timers: manualTimers(), announcer: createAnnouncer() });
  const answered = (what: string) => {
    log.push(what);
    return Promise.resolve(answer);
  };
  const actions = new GroupActions({
    bridge: {
      changeKey: ({ handing }) => answered(`change ${handing}`),
      endKeyChange: () => answered('end'),
      leaveGroup: () => answered('leave'),
    },
    toasts,
    invitation: { show: () => Promise.resolve(void log.push('show the code')) },
  });
  return { actions, log, said: () => toasts.store.getState().toasts.map(({ text }) => text) };
}

it('[GR5] a key that machines hand on needs no code, one that people hand out shows it', async () => {
  const { actions, log, said } = setUp(ok(null));
  expect(await actions.changeKey('in-band')).toBeNull();
  expect(log).toEqual(['change in-band']);
  expect(await actions.changeKey('by-hand')).toBeNull();
  expect(log.slice(1)).toEqual(['change by-hand', 'show the code']);
  expect(said()).toEqual(['The group has a new key', 'The group has a new key']);
});

it('[GR5] the old key is ended', async () => {
  const { actions, log, said } = setUp(ok(null));
  expect(await actions.endKeyChange()).toBeNull();
  expect([log, said()]).toEqual([['end'], ['The old key is not accepted any more']]);
});

it('[UI] a refusal is told where it was asked, and nothing else happens', async () => {
  const { actions, log, said } = setUp(err('The disk is full.'));
  expect(await actions.changeKey('by-hand')).toBe('The disk is full.');
  expect(await actions.endKeyChange()).toBe('The disk is full.');
  expect(await actions.leave()).toBe('The disk is full.');
  expect([log, said()]).toEqual([['change by-hand', 'end', 'leave'], []]);
});
