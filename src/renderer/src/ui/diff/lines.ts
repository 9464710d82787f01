import { diff } from '@codemirror/merge';

/** A run of lines that are the same on both sides, or that differ. */
export type DiffBlock = { kind: 'same'; lines: string[] } | { kind: 'changed'; removed: string[]; added: string[] };

/** Beyond this much looking the comparison becomes coarser instead of slow. */
const LIMITS = { scanLimit: 1000, timeout: 200 };
/** Characters that stand for lines: from U+0100 up to the surrogates. */
const FIRST_MARK = 0x100;
const MARKS = 0xd800 - FIRST_MARK;

/** Compares two texts line by line. */
export function diffLines(before: string, after: string): DiffBlock[] {
  const a = before.split('\n');
  const b = after.split('\n');
  const marks = new Map<string, string>();
  const [markedA, markedB] = [encode(a, marks), encode(b, marks)];
  if (marks.size > MARKS) return [{ kind: 'changed', removed: a, added: b }];
  const blocks: DiffBlock[] = [];
  let doneA = 0;
  for (const change of diff(markedA, markedB, LIMITS)) {
    if (change.fromA > doneA) blocks.push({ kind: 'same', lines: a.slice(doneA, change.fromA) });
    const removed = a.slice(change.fromA, change.toA);
    blocks.push({ kind: 'changed', removed, added: b.slice(change.fromB, change.toB) });
    doneA = change.toA;
  }
  if (doneA < a.length) blocks.push({ kind: 'same', lines: a.slice(doneA) });
  return blocks;
}

/** Each distinct line becomes one character, so that a comparison of characters is one of lines. */
function encode(lines: readonly string[], marks: Map<string, string>): string {
  const mark = (line: string): string => {
    const known = marks.get(line);
    if (known !== undefined) return known;
    const added = String.fromCharCode(FIRST_MARK + (marks.size % MARKS));
    marks.set(line, added);
    return added;
  };
  return lines.map(mark).join('');
}

/** What of a run of equal lines is shown: its ends, with the middle folded when that saves something. */
export function foldSame(lines: readonly string[], context: number): { head: number; folded: number; tail: number } {
  const folded = lines.length - 2 * context;
  return folded > 2 ? { head: context, folded, tail: context } : { head: lines.length, folded: 0, tail: 0 };
}
