const INDENT = '  ';
const OPENING = '{[';
const CLOSING = '}]';

/** Walks valid JSON text token by token: strings whole, everything else by character, white space left out. */
function* tokens(text: string): Generator<string> {
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '"') {
      const end = stringEnd(text, at);
      yield text.slice(at, end);
      at = end;
    } else {
      if (!/\s/.test(char)) yield char;
      at += 1;
    }
  }
}

function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charAt(at) !== '"') at += text.charAt(at) === '\\' ? 2 : 1;
  return Math.min(at + 1, text.length);
}

/**
 * Lays valid JSON text out for reading. It works on the text, not on parsed values, so numbers keep their spelling and
 * names their order.
 */
export function prettyJson(text: string): string {
  const out: string[] = [];
  let depth = 0;
  let justOpened = false;
  const newLine = (): void => void out.push('\n', INDENT.repeat(depth));
  for (const token of tokens(text)) {
    if (CLOSING.includes(token)) {
      depth -= 1;
      if (!justOpened) newLine();
    } else if (justOpened) newLine();
    justOpened = OPENING.includes(token);
    out.push(token === ':' ? ': ' : token);
    if (justOpened) depth += 1;
    if (token === ',') newLine();
  }
  return out.join('');
}

/** Valid JSON text without white space between tokens. */
export function compactJson(text: string): string {
  return [...tokens(text)].join('');
}
