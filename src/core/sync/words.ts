/** `1 change`, `2 changes`, `3 entries`. */
export function countOf(count: number, noun: 'change' | 'entry'): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun === 'entry' ? 'entries' : 'changes'}`;
}
