/** What is told of an invite code while it is typed; what it holds and whether it is whole only the main process knows (GR1). */

/** Between the letters and digits of a code as people write it: spaces and dashes of every kind. */
const SEPARATORS = /[\s\p{Pd}_.:]+/gu;
/** Every letter and digit but U, which stands in no code. */
const IN_CODES = /^[0-9A-TV-Z]$/;
const GROUP = 4;
const LENGTH = 32;
/** Longest text that is sent to be checked: far more than a code with spaces and dashes has. */
const TEXT_LIMIT = 1_000;

const charactersIn = (text: string): string[] =>
  Array.from(text.slice(0, TEXT_LIMIT).replace(SEPARATORS, ''), (character) => character.toUpperCase());

/** The code in its groups of four, as it was typed but for its case; at least eight groups, the last ones empty. */
export function codeGroups(text: string): string[] {
  const characters = charactersIn(text);
  const count = Math.max(LENGTH / GROUP, Math.ceil(characters.length / GROUP));
  return Array.from({ length: count }, (_, at) => characters.slice(at * GROUP, (at + 1) * GROUP).join(''));
}

/** Whether a fault can be told already: a code that is merely unfinished is none yet. */
export function canBeJudged(text: string): boolean {
  const characters = charactersIn(text);
  return characters.length >= LENGTH || !characters.every((character) => IN_CODES.test(character));
}

/** What of a text is sent as a code. */
export const codeToSend = (text: string): string => text.slice(0, TEXT_LIMIT);
