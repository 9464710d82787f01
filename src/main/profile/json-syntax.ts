/** Where JSON text stops being JSON: the engine's own messages name a place only for some faults. */

export interface TextPlace {
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 units. */
  column: number;
}

const SPACE = /[ \t\n\r]*/y;
/** The look-ahead takes a run of plain characters as a whole, so that an unclosed string is found in linear time. */
const STRING = /"(?:(?=([\u0020\u0021\u0023-\u005b\u005d-\uffff]+))\1|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const PLAIN = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

type Wanted = 'value' | 'first-item' | 'name' | 'first-name' | 'colon' | 'separator';

/** The place of the first token that does not fit (RFC 8259); null when the text is one JSON value. */
export function findJsonFault(text: string): TextPlace | null {
  const offset = new JsonScanner(text).faultOffset();
  return offset === null ? null : placeOf(text, offset);
}

function placeOf(text: string, offset: number): TextPlace {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** Keeps its own stack, so that deep nesting cannot exhaust the machine's. */
class JsonScanner {
  readonly #text: string;
  /** What closes each bracket that is open. */
  readonly #closers: string[] = [];
  #at = 0;
  #wanted: Wanted = 'value';

  constructor(text: string) {
    this.#text = text;
  }

  faultOffset(): number | null {
    for (;;) {
      this.#at += this.#match(SPACE);
      if (this.#wanted === 'separator' && this.#closers.length === 0) {
        return this.#at === this.#text.length ? null : this.#at;
      }
      if (!this.#step()) return this.#at;
    }
  }

  /** Takes one token; false if it is not a wanted one. */
  #step(): boolean {
    switch (this.#wanted) {
      case 'value':
        return this.#value();
      case 'first-item':
        return this.#close() || this.#value();
      case 'first-name':
        return this.#close() || this.#take(STRING, 'colon');
      case 'name':
        return this.#take(STRING, 'colon');
      case 'colon':
        return this.#takeChar(':', 'value');
      case 'separator':
        return this.#close() || this.#takeChar(',', this.#closers.at(-1) === '}' ? 'name' : 'value');
    }
  }

  #value(): boolean {
    if (this.#takeChar('{', 'first-name')) return this.#closers.push('}') > 0;
    if (this.#takeChar('[', 'first-item')) return this.#closers.push(']') > 0;
    return this.#take(STRING, 'separator') || this.#take(PLAIN, 'separator');
  }

  #close(): boolean {
    const closer = this.#closers.at(-1);
    if (closer === undefined || !this.#takeChar(closer, 'separator')) return false;
    this.#closers.pop();
    return true;
  }

  #take(pattern: RegExp, next: Wanted): boolean {
    const length = this.#match(pattern);
    if (length === 0) return false;
    this.#at += length;
    this.#wanted = next;
    return true;
  }

  #takeChar(char: string, next: Wanted): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at += 1;
    this.#wanted = next;
    return true;
  }

  /** Length of the match at the present place, 0 without one. */
  #match(pattern: RegExp): number {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0].length ?? 0;
  }
}
