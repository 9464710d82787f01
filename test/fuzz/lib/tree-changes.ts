import { replaced, type Change } from './byte-changes.ts';
import type { Dice } from './dice.ts';
import { VALUES } from './dictionary.ts';

/** A place in a parsed structure: `holder[name]`. */
interface Place {
  holder: Record<string, unknown>;
  name: string;
}

/** Largest text that is parsed for this. */
const MAX_BYTES = 64 * 1024;
const MAX_PLACES = 2_000;

/** Parses the JSON that the input ends with, changes one place, and writes it anew. */
const onTree =
  (change: (place: Place, places: Place[], dice: Dice) => void): Change =>
  (input, dice) => {
    const found = jsonIn(input);
    if (found === null) return input;
    const places = placesIn(found.root);
    if (places.length === 0) return input;
    change(dice.pick(places), places, dice);
    return replaced(input, found.at, input.length, Buffer.from(JSON.stringify(found.root['']), 'utf8'));
  };

/** The structure stands in a holder of its own, so that it can be replaced as a whole. */
function jsonIn(input: Uint8Array): { at: number; root: Record<string, unknown> } | null {
  if (input.length > MAX_BYTES) return null;
  const at = input.findIndex((byte) => byte === 0x7b || byte === 0x5b);
  if (at < 0) return null;
  try {
    return { at, root: { '': JSON.parse(Buffer.from(input.subarray(at)).toString('utf8')) as unknown } };
  } catch {
    return null;
  }
}

function placesIn(root: Record<string, unknown>): Place[] {
  const places: Place[] = [];
  const open = [root];
  for (let holder = open.pop(); holder !== undefined && places.length < MAX_PLACES; holder = open.pop()) {
    for (const [name, value] of Object.entries(holder)) {
      places.push({ holder, name });
      if (typeof value === 'object' && value !== null) open.push(value as Record<string, unknown>);
    }
  }
  return places;
}

const setValue = onTree(({ holder, name }, _places, dice) => {
  holder[name] = structuredClone(dice.pick(VALUES));
});

const dropField = onTree(({ holder, name }) => {
  if (Array.isArray(holder)) holder.splice(Number(name), 1);
  else if (name !== '') Reflect.deleteProperty(holder, name);
});

const copyField = onTree(({ holder, name }, places, dice) => {
  const from = dice.pick(places);
  holder[name] = structuredClone(from.holder[from.name]);
});

const addField = onTree(({ holder, name }, places, dice) => {
  const value = holder[name];
  if (Array.isArray(value)) value.push(structuredClone(dice.pick(VALUES)));
  // A name such as `length` would do something else to a list.
  else if (!Array.isArray(holder)) holder[dice.pick(places).name] = structuredClone(dice.pick(VALUES));
});

/** Numbers near those that are there. */
const nudge = onTree(({ holder, name }, _places, dice) => {
  const value = holder[name];
  if (typeof value === 'number') holder[name] = value + dice.pick([-1, 1, -60_001, 60_001, 864_000_000, 0.5]);
});

const repeatItem = onTree(({ holder, name }, _places, dice) => {
  const value = holder[name];
  if (Array.isArray(value) && value.length > 0) {
    for (let times = dice.size(1_200); times > 0; times -= 1) value.push(value[0]);
  }
});

export const TREE_CHANGES: readonly Change[] = [setValue, setValue, dropField, copyField, addField, nudge, repeatItem];
