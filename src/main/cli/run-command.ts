import { nearestName } from '../profile/nearest-name.ts';
import { PROGRAM } from '../program.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { KeyRequest } from './change-key.ts';
import { HELP } from './help.ts';
import { tellInvite } from './invite.ts';
import { parseAppOptions } from './options.ts';
import type { ServeComponents } from './serve.ts';

const COMMANDS = ['serve', 'invite', 'join', 'change-key'];
/** Exit code for a command line that was not understood. */
const USAGE_ERROR = 2;

/** Does what the command line says. Resolves with the exit code. */
export async function runCommand(argv: readonly string[], components: ServeComponents): Promise<number> {
  const { out } = components;
  const [command, ...rest] = argv;
  const usageError = (sentence: string): number => {
    components.errors.line(`grapevine: ${sentence}`);
    return USAGE_ERROR;
  };
  if (argv.includes('--help') || command === '-h' || command === 'help') {
    out.write(HELP);
    return 0;
  }
  if (command === '--version') {
    out.line(PROGRAM);
    return 0;
  }
  if (command === undefined) return usageError('Say what to do: grapevine serve, or grapevine --help.');
  const asked = readCommand(command, rest);
  if (!asked.ok) return usageError(asked.error);
  const options = parseAppOptions(asked.value.args);
  if (!options.ok) return usageError(options.error);
  switch (asked.value.command) {
    case 'invite':
      return tellInvite(options.value, components);
    case 'join': {
      const { join } = await import('./join.ts');
      return join(options.value, components);
    }
    case 'change-key': {
      const { changeKey } = await import('./change-key.ts');
      return changeKey(options.value.profile, asked.value.key, components);
    }
    case 'serve': {
      // The node's modules take half a second to load: only who runs a node waits for them.
      const { serve } = await import('./serve.ts');
      return serve(options.value, components);
    }
  }
}

type Command =
  | { command: 'serve' | 'invite' | 'join'; args: readonly string[] }
  | { command: 'change-key'; key: KeyRequest; args: readonly string[] };

/** The arguments of all commands but their own are those of `serve`. */
function readCommand(command: string, args: readonly string[]): Result<Command, string> {
  switch (command) {
    case 'serve':
    case 'invite':
      return ok({ command, args });
    case 'join':
      return ok({ command, args: withCode(args) });
    case 'change-key':
      return readChangeKey(args);
    default:
      return err(unknownCommand(command));
  }
}

/** `join CODE` and `join -` are `--join`. */
function withCode(args: readonly string[]): readonly string[] {
  const [first = '--', ...rest] = args;
  return first === '-' || !first.startsWith('-') ? [`--join=${first}`, ...rest] : args;
}

const KEY_FLAGS: ReadonlyMap<string, KeyRequest> = new Map([
  ['--by-hand', 'by-hand'],
  ['--end', 'end'],
]);

function readChangeKey(args: readonly string[]): Result<Command, string> {
  const [key = 'in-band', second] = args.flatMap((arg) => KEY_FLAGS.get(arg) ?? []);
  if (second !== undefined) return err('--by-hand and --end cannot be given together.');
  return ok({ command: 'change-key', key, args: args.filter((arg) => !KEY_FLAGS.has(arg)) });
}

function unknownCommand(command: string): string {
  const meant = nearestName(command, COMMANDS);
  const hint = meant === null ? 'See grapevine --help.' : `Did you mean "${meant}"?`;
  return `"${command}" is not a command. ${hint}`;
}
