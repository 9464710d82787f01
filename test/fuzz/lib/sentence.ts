import { Violation } from './target.ts';

/** Line breaks, other controls, and what reorders the text around it: it would spoil a terminal or a log. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const MAX_CHARS = 2_000;

/** Whether something can be told to people: a sentence of bounded length, without what spoils a terminal, and no stack trace. */
export function judgeSentence(text: string): string {
  if (text.length === 0 || text.length > MAX_CHARS) throw new Violation(`a sentence of ${text.length} characters`);
  if (UNPRINTABLE.test(text)) throw new Violation(`unprintable: ${JSON.stringify(text)}`);
  // What is repeated in quotation marks is whatever was given.
  if (/(?<!received )undefined|\[object|\.ts:\d|\bat .+\(/.test(text.replace(/"[^"]*"|“[^”]*”/g, '')))
    throw new Violation(`not for people: ${JSON.stringify(text)}`);
  return text;
}
