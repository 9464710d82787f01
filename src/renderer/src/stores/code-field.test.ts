import { expect, it } from 'vitest';
import type { ChoiceFault } from '../../../shared/ipc-group.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { CodeField } from './code-field.ts';
import { manualTimers } from './testing/manual-timers.ts';

const WHOLE = '04Q7-ZK2M-9XWD-3FGH-0RST-VWXY-1234-5678';
const MISTYPED: ChoiceFault = { field: 'code', reason: 'Look at the third group of four.', groups: [3] };

function setUp() {
  const asked: string[] = [];
  const answers: ((answer: Result<null, ChoiceFault>) => void)[] = [];
  const field = new CodeField({
    bridge: {
      checkInvite: ({ code }) => {
        asked.push(code);
        return new Promise((resolve) => answers.push(resolve));
      },
    },
  });
  const answer = async (what: Result<null, ChoiceFault>): Promise<void> => {
    answers.shift()?.(what);
    await manualTimers().settle();
  };
  return { field, asked, answer, fault: () => field.store.getState().fault };
}

it('[GR1] does not judge a code that is merely unfinished', () => {
  const { field, asked, fault } = setUp();
  for (const text of ['0', '04Q7-', WHOLE.slice(0, -1)]) field.type(text);
  expect([asked, fault()]).toEqual([[], null]);
});

it('[GR1] names the groups of four of a whole code that is mistyped, and takes that back once it is right', async () => {
  const { field, answer, fault } = setUp();
  field.type(WHOLE);
  await answer(err(MISTYPED));
  expect(fault()).toEqual({ reason: MISTYPED.reason, groups: [3] });
  field.type(WHOLE.replace('9XWD', '9XWE'));
  expect(fault()?.groups).toEqual([3]);
  await answer(ok(null));
  expect(fault()).toBeNull();
});

it('[GR1] tells at once of a character that is in no code, and is silent again when it is gone', async () => {
  const { field, asked, answer, fault } = setUp();
  field.type('04Q7-U');
  await answer(err(MISTYPED));
  expect([asked, fault()?.groups]).toEqual([['04Q7-U'], [3]]);
  field.type('04Q7-');
  expect(fault()).toBeNull();
});

it('[UI] an answer about an earlier text is dropped', async () => {
  const { field, answer, fault } = setUp();
  field.type('u');
  field.type('');
  await answer(err(MISTYPED));
  expect(fault()).toBeNull();
});

it('[GR1] on submit an unfinished code is a mistake', async () => {
  const { field, asked, answer, fault } = setUp();
  field.type('04Q7');
  const checked = field.check();
  await answer(err({ ...MISTYPED, reason: 'This has 4 letters and digits.', groups: [] }));
  expect([await checked, asked, fault()?.reason]).toEqual([false, ['04Q7'], 'This has 4 letters and digits.']);
});

it('[GR6] keeps nothing of a code once it is cleared, whatever is still on its way', async () => {
  const { field, answer } = setUp();
  field.type(WHOLE);
  field.clear();
  await answer(err(MISTYPED));
  expect(field.store.getState()).toEqual({ text: '', fault: null });
});
