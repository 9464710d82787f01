/** What fuzzing is about: a border of the program, to which anybody may send anything. */

/** What came of one input. Of its text only the form counts: what differs by numbers and names is one class. */
export interface Outcome {
  /** Whether the border let it in, in whole or in part. */
  accepted: boolean;
  text: string;
}

/** A border with all that stands behind it. */
export interface World {
  /**
   * Gives it one input.
   * @throws what is wrong, when something came out that no border may let out, or when a rule of the state behind it is broken
   */
  feed(input: Uint8Array): Promise<Outcome>;
  close(): Promise<void>;
}

export interface Target {
  /** Also that of its folder in `corpus/`. */
  name: string;
  /** Which kinds of changes are worth the most. */
  form: 'text' | 'tree' | 'binary';
  /** Always opens the same world, so that a round can be replayed from its seed. */
  open(): Promise<World>;
}

/** Something that must not happen. */
export class Violation extends Error {}

export const accepted = (text: string): Outcome => ({ accepted: true, text });
export const refused = (text: string): Outcome => ({ accepted: false, text });

const SHOWN_CHARS = 120;

/** The class of an outcome: its text without names and numbers. */
export const classOf = ({ accepted: isIn, text }: Outcome): string =>
  `${isIn ? 'in' : 'out'}: ${text
    .replace(/"(?:[^"\\]|\\.)*"|“[^”]*”/gs, '"…"')
    .replace(/\b[0-9a-f]{8,}\b/g, '#')
    .replace(/-?\d[\d.e+]*/g, '#')
    .slice(0, SHOWN_CHARS)}`;
