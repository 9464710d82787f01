type Noun = 'change' | 'entry' | 'expired key';

const PLURALS: Record<Noun, string> = { change: 'changes', entry: 'entries', 'expired key': 'expired keys' };

/** `1 change`, `2 changes`, `3 entries`. */
export const countOf = (count: number, noun: Noun): string => `${count} ${count === 1 ? noun : PLURALS[noun]}`;
