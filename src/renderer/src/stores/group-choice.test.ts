import { describe, expect, it } from 'vitest';
import type { RequestOf } from '../../../shared/ipc.ts';
import type { ChoiceFault } from '../../../shared/ipc-group.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { createAnnouncer } from './announcer.ts';
import { GroupChoice } from './group-choice.ts';

const CODE = '04Q7-ZK2M-9XWD-3FGH-0RST-VWXY-1234-5678';
type Answer = Result<null, ChoiceFault>;

function setUp({ checked = ok(null), chosen = ok(null) }: { checked?: Answer; chosen?: Answer } = {}) {
  const asked: RequestOf<'chooseGroup'>[] = [];
  let done = 0;
  const choice = new GroupChoice({
    bridge: {
      checkInvite: () => Promise.resolve(checked),
      chooseGroup: (request) => {
        asked.push(request);
        return Promise.resolve(chosen);
      },
    },
    announcer: createAnnouncer(),
    onChosen: () => (done += 1),
  });
  choice.setName('Front desk');
  return { choice, asked, done: () => done, state: () => choice.store.getState() };
}

const fault = (field: ChoiceFault['field'], groups: number[] = []): Answer => err({ field, reason: 'No.', groups });

describe('GroupChoice', () => {
  it('[GR7] one choice sends the name and the group, and leads on', async () => {
    for (const kind of ['new', 'open'] as const) {
      const { choice, asked, done, state } = setUp();
      expect(await choice.choose(kind)).toBeNull();
      expect([asked, done()]).toEqual([[{ name: 'Front desk', group: { kind } }], 1]);
      expect(state().busy).toBeNull();
    }
  });

  it('[GR7] joins with the code as it was typed, and keeps nothing of it', async () => {
    const { choice, asked, done } = setUp();
    choice.code.type(CODE);
    expect(await choice.choose('join')).toBeNull();
    expect([asked, done()]).toEqual([[{ name: 'Front desk', group: { kind: 'join', code: CODE } }], 1]);
    expect(choice.code.store.getState().text).toBe('');
  });

  it('[GR1] a code with a mistake is not sent on', async () => {
    const { choice, asked, done } = setUp({ checked: fault('code', [5]) });
    choice.code.type(CODE);
    expect(await choice.choose('join')).toBe('code');
    expect([asked, done()]).toEqual([[], 0]);
    expect(choice.code.store.getState()).toEqual({ text: CODE, fault: { reason: 'No.', groups: [5] } });
  });

  it('[UI] a refused name is told beside the name until it is changed', async () => {
    const { choice, done, state } = setUp({ chosen: fault('name') });
    expect(await choice.choose('open')).toBe('name');
    expect([state().nameProblem, state().problem, done()]).toEqual(['No.', null, 0]);
    choice.setName('Front desk 2');
    expect(state().nameProblem).toBeNull();
  });

  it('[UI] a refused code is told beside the code', async () => {
    const { choice } = setUp({ chosen: fault('code', [1]) });
    choice.code.type(CODE);
    expect(await choice.choose('join')).toBe('code');
    expect(choice.code.store.getState().fault).toEqual({ reason: 'No.', groups: [1] });
  });

  it('[UI] a start that failed is told at the choice that was made, until the next', async () => {
    const { choice, state } = setUp({ chosen: fault('start') });
    expect(await choice.choose('new')).toBe('start');
    expect(state().problem).toEqual({ kind: 'new', reason: 'No.' });
    const again = choice.choose('open');
    expect([state().problem, state().busy]).toEqual([null, 'open']);
    await again;
  });

  it('[UI] a second choice while the first is under way does nothing', async () => {
    const { choice, asked } = setUp();
    await Promise.all([choice.choose('new'), choice.choose('open')]);
    expect(asked.map(({ group }) => group.kind)).toEqual(['new']);
  });
});
