/**
 * Tells the person at the terminal something, on stderr: stdout belongs to what a script was asked to print.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`grapevine: ${line}\n`);
}
