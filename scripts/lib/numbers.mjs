import { parseArgs } from 'node:util';
import { Problem } from './problem.mjs';

/**
 * Reads options that are all whole numbers: `--seeds 200 --nodes 50`.
 * @param {string[]} args
 * @param {Record<string, number>} defaults the options there are, and what they are when not given
 * @returns {Record<string, number>}
 * @throws {Problem} naming the option that cannot be used
 */
export function readNumbers(args, defaults) {
  const names = Object.keys(defaults);
  const options = Object.fromEntries(names.map((name) => [name, { type: /** @type {const} */ ('string') }]));
  const values = parse(args, options);
  return Object.fromEntries(names.map((name) => [name, asNumber(name, values[name]) ?? defaults[name] ?? 0]));
}

/**
 * @param {string[]} args
 * @param {Record<string, { type: 'string' }>} options
 * @returns {Record<string, string | undefined>}
 */
function parse(args, options) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new Problem(error instanceof Error ? error.message : String(error), 2);
  }
}

/**
 * @param {string} name
 * @param {string | undefined} text
 */
function asNumber(name, text) {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Problem(`--${name} wants a whole number from 1, not "${text}".`, 2);
  return Number(text);
}
