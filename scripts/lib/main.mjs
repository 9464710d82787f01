import './node-version.mjs';
import { Problem } from './problem.mjs';
import { say } from './say.mjs';

/**
 * Runs a script's body and turns its result into the exit code; a {@link Problem} becomes one line on stderr.
 * @param {(args: string[]) => Promise<number>} body gets the command line arguments, gives the exit code
 */
export async function main(body) {
  try {
    process.exitCode = await body(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say(error.message);
    process.exitCode = error.exitCode;
  }
}
