import { expect, it } from 'vitest';
import type { Invite } from '../../../shared/ipc-group.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { Invitation } from './invitation.ts';
import { manualTimers } from './testing/manual-timers.ts';
import { aKeyChange, aPrivateGroup } from './testing/samples.ts';

const invite = (code: string): Invite => ({ code, keptIn: 'file' });

function setUp() {
  const answers: ((answer: Result<Invite, string>) => void)[] = [];
  let asked = 0;
  const invitation = new Invitation({
    bridge: {
      getInvite: () => {
        asked += 1;
        return new Promise((resolve) => answers.push(resolve));
      },
    },
  });
  const answer = async (what: Result<Invite, string>): Promise<void> => {
    answers.shift()?.(what);
    await manualTimers().settle();
  };
  return { invitation, answer, asked: () => asked, state: () => invitation.store.getState() };
}

it('[GR6] the code is asked for only when it is to be shown, and gone when it is hidden', async () => {
  const { invitation, answer, asked, state } = setUp();
  expect([asked(), state()]).toEqual([0, { kind: 'hidden' }]);
  void invitation.show();
  expect(state()).toEqual({ kind: 'asking' });
  await answer(ok(invite('A')));
  expect(state()).toEqual({ kind: 'shown', invite: invite('A') });
  invitation.hide();
  expect(state()).toEqual({ kind: 'hidden' });
});

it('[GR6] a code that comes after it was hidden is not kept', async () => {
  const { invitation, answer, state } = setUp();
  void invitation.show();
  invitation.hide();
  await answer(ok(invite('A')));
  expect(state()).toEqual({ kind: 'hidden' });
});

it('[UI] says why there is no code', async () => {
  const { invitation, answer, state } = setUp();
  void invitation.show();
  await answer(err('The keychain is locked.'));
  expect(state()).toEqual({ kind: 'failed', reason: 'The keychain is locked.' });
});

it('[GR5] a shown code is asked for anew when the group gets another key, a hidden one is not', async () => {
  const { invitation, answer, asked, state } = setUp();
  invitation.follow(aPrivateGroup());
  invitation.follow(aPrivateGroup({ change: aKeyChange({ since: 1 }) }));
  expect(asked()).toBe(0);
  void invitation.show();
  await answer(ok(invite('A')));
  invitation.follow(aPrivateGroup({ change: aKeyChange({ since: 1, machines: [] }) }));
  expect(state()).toEqual({ kind: 'shown', invite: invite('A') });
  invitation.follow(aPrivateGroup({ change: aKeyChange({ since: 2 }) }));
  expect(state()).toEqual({ kind: 'asking' });
  await answer(ok(invite('B')));
  expect(state()).toEqual({ kind: 'shown', invite: invite('B') });
});
