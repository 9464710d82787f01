import { describe, expect, it } from 'vitest';
import { asJsonText, checkDraft, couldBeText, type Draft, type Problems } from './draft.ts';

const problems = (draft: Draft): Problems => {
  const checked = checkDraft(draft);
  return checked.ok ? {} : checked.error;
};

describe('checkDraft', () => {
  it('[UI] a good draft is sent without the layout it was read in', () => {
    expect(checkDraft({ key: 'a', text: '{\n  "b": "x y"\n}', ttl: '8 h' })).toEqual({
      ok: true,
      value: { key: 'a', text: '{"b":"x y"}', ttl: 28_800_000 },
    });
  });

  it('[UI] every problem is named beside its field at once', () => {
    expect(Object.keys(problems({ key: '', text: '{', ttl: 'soon' }))).toEqual(['key', 'text', 'ttl']);
  });

  it('[UI] says where a value is not JSON', () => {
    expect(problems({ key: 'a', text: '{\n  "b" 1\n}', ttl: '' }).text).toBe(
      'Line 2, column 7: A colon is missing after the name.',
    );
    expect(problems({ key: 'a', text: '  ', ttl: '' }).text).toContain('needs a value');
  });

  it('[ST3] null is not a value to save: it would delete', () => {
    expect(problems({ key: 'a', text: ' null ', ttl: '' }).text).toContain('null means deleted');
  });

  it('[ST2] a value beyond what the border takes is refused here, in words', () => {
    expect(problems({ key: 'a', text: asJsonText('x'.repeat(600_000)), ttl: '' }).text).toContain('256 KiB');
  });

  it('[UI] text that is no JSON can be used as text', () => {
    expect([couldBeText('hello "there"'), couldBeText('-5 degrees')]).toEqual([true, true]);
    expect(['"hello"', ' ', '{"a": }', '42'].some(couldBeText)).toBe(false);
    expect(asJsonText('hello "there"')).toBe('"hello \\"there\\""');
  });
});
