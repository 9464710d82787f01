import { printable } from './printable.ts';

/** What is wrong with a text as JSON, and where: `line` and `column` count from 1, `at` from 0 in UTF-16 units. */
export interface JsonProblem {
  message: string;
  at: number;
  line: number;
  column: number;
}

/** `line 3, column 8` */
export const placeOf = ({ line, column }: JsonProblem): string => `line ${line}, column ${column}`;

/** `line 3, column 8: This comma is one too many before }.` */
export const describeProblem = (problem: JsonProblem): string => `${placeOf(problem)}: ${printable(problem.message)}`;

class Mistake extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[^\s,:"{}[\]]+/y;
const SPACE = /[ \t\n\r]*/y;
/** What stands for itself within a text: neither controls nor " nor \\. */
const PLAIN = /[ !#-[\]-\uffff]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const LITERALS = new Set(['true', 'false', 'null']);

/** Where a value stands decides what may follow it. */
type Closer = '}' | ']';

/**
 * Checks JSON in plain words. Accepts exactly what `JSON.parse` accepts; walks without recursion, so depth is no limit.
 */
export function checkJson(text: string): JsonProblem | null {
  try {
    new Checker(text).run();
    return null;
  } catch (cause) {
    if (!(cause instanceof Mistake)) throw cause;
    return problemAt(text, cause.at, cause.message);
  }
}

/** Something wrong at a place of the text that the caller knows. */
export function problemAt(text: string, at: number, message: string): JsonProblem {
  let line = 1;
  let lineStart = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', lineStart)) {
    line += 1;
    lineStart = end + 1;
  }
  return { message, at, line, column: at - lineStart + 1 };
}

class Checker {
  private readonly text: string;
  private at = 0;
  private readonly open: Closer[] = [];

  constructor(text: string) {
    this.text = text;
  }

  run(): void {
    this.space();
    if (this.at === this.text.length) this.fail('A value is missing here.');
    for (;;) {
      const opened = this.value();
      if (!opened && !this.afterValue()) break;
    }
    if (this.at < this.text.length) this.fail('Nothing may follow the value.');
  }

  /** Reads one value; true when it opened an object or array that has something in it. */
  private value(): boolean {
    const char = this.text.charAt(this.at);
    if (char === '{') return this.enter('}');
    if (char === '[') return this.enter(']');
    if (char === '"') this.string();
    else this.scalar(char);
    this.space();
    return false;
  }

  private enter(closer: Closer): boolean {
    this.at += 1;
    this.space();
    if (this.text.charAt(this.at) === closer) {
      this.at += 1;
      this.space();
      return false;
    }
    this.open.push(closer);
    if (closer === '}') this.name();
    return true;
  }

  /** After a value: true when another one must follow in the same object or array. */
  private afterValue(): boolean {
    for (;;) {
      const closer = this.open.at(-1);
      if (closer === undefined) return false;
      const char = this.text.charAt(this.at);
      if (char === ',') return this.comma(closer);
      if (char !== closer) this.fail(this.unclosed(closer, char));
      this.open.pop();
      this.at += 1;
      this.space();
    }
  }

  private comma(closer: Closer): true {
    const comma = this.at;
    this.at += 1;
    this.space();
    const next = this.text.charAt(this.at);
    if (next === '}' || next === ']') throw new Mistake(comma, `This comma is one too many before ${next}.`);
    if (closer === '}') this.name();
    return true;
  }

  private unclosed(closer: Closer, char: string): string {
    const what = closer === '}' ? 'object' : 'list';
    if (char === '') return `The ${what} is not closed: ${closer} is missing.`;
    if (char === '}' || char === ']') return `The ${what} has to be closed by ${closer}, not by ${char}.`;
    return `A comma or ${closer} is missing here.`;
  }

  private name(): void {
    if (this.text.charAt(this.at) !== '"') this.fail('A name in double quotes is missing here.');
    this.string();
    this.space();
    if (this.text.charAt(this.at) !== ':') this.fail('A colon is missing after the name.');
    this.at += 1;
    this.space();
  }

  private string(): void {
    const start = this.at;
    this.at += 1;
    for (;;) {
      const char = this.text.charAt(this.at);
      if (char === '"') break;
      if (char === '' || char === '\n') throw new Mistake(start, 'This text is not closed: its second " is missing.');
      if (char < ' ') this.fail('A control character has to be written as an escape, such as \\t.');
      if (char === '\\') this.escape();
      else this.skip(PLAIN);
    }
    this.at += 1;
  }

  private escape(): void {
    if (!this.skip(ESCAPE)) this.fail('After \\ only " \\ / b f n r t or u and four hex digits may follow.');
  }

  private scalar(char: string): void {
    const start = this.at;
    this.skip(WORD);
    const word = this.text.slice(start, this.at);
    // In this order: to look a million different numbers up in the set takes ten seconds.
    if (isNumber(word) || LITERALS.has(word)) return;
    throw new Mistake(start, explainWord(word, char));
  }

  /** Goes on behind what matches here; false when nothing does. */
  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const matches = pattern.test(this.text);
    if (matches) this.at = pattern.lastIndex;
    return matches;
  }

  private space(): void {
    this.skip(SPACE);
  }

  private fail(message: string): never {
    throw new Mistake(this.at, message);
  }
}

function isNumber(word: string): boolean {
  NUMBER.lastIndex = 0;
  return NUMBER.exec(word)?.[0].length === word.length;
}

function explainWord(word: string, char: string): string {
  if (word === '') return 'A value is missing here.';
  if (char === "'") return 'JSON wants double quotes, not single ones.';
  if (LITERALS.has(word.toLowerCase())) return `Write ${word.toLowerCase()} in small letters.`;
  if (/^[-+.\d]/.test(word)) return `“${short(word)}” is not a number as JSON writes it.`;
  return `“${short(word)}” is not JSON: text needs double quotes around it.`;
}

function short(word: string): string {
  return word.length > 24 ? `${word.slice(0, 24)}…` : word;
}
