import { describe, expect, it } from 'vitest';
import { canBeJudged, codeGroups, codeToSend } from './invite-code.ts';

const CODE = '04Q7-ZK2M-9XWD-3FGH-0RST-VWXY-1234-5678';

describe('codeGroups', () => {
  it('[GR1] shows a code in eight groups of four, whatever stands between', () => {
    const groups = CODE.split('-');
    expect(codeGroups(CODE)).toEqual(groups);
    expect(codeGroups(` ${CODE.toLowerCase().replaceAll('-', '\n — ')} `)).toEqual(groups);
  });

  it('[GR1] an unfinished code has empty groups, an overlong one more of them', () => {
    expect(codeGroups('')).toEqual(['', '', '', '', '', '', '', '']);
    expect(codeGroups('04q7zk')).toEqual(['04Q7', 'ZK', '', '', '', '', '', '']);
    expect(codeGroups(`${CODE}-9`)).toHaveLength(9);
  });

  it('[LM1] takes no more of a text than is sent', () => {
    expect(codeGroups('0'.repeat(10_000))).toHaveLength(250);
    expect(codeToSend('0'.repeat(10_000))).toHaveLength(1_000);
  });
});

describe('canBeJudged', () => {
  it('[GR1] an unfinished code is no mistake yet', () => {
    for (const text of ['', '0', '04q7-zk2m ', CODE.slice(0, -1), 'oil']) expect(canBeJudged(text)).toBe(false);
  });

  it('[GR1] a character that is in no code is one at once, and a whole code can be checked', () => {
    for (const text of ['u', '04q7-!', 'é', CODE, `${CODE}0`]) expect(canBeJudged(text)).toBe(true);
  });
});
