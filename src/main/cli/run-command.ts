import { nearestName } from '../profile/nearest-name.ts';
import { PROGRAM } from '../program.ts';
import { HELP } from './help.ts';
import { tellInvite } from './invite.ts';
import { parseAppOptions } from './options.ts';
import type { ServeComponents } from './serve.ts';

const COMMANDS = ['serve', 'invite'];
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
  if (command !== 'serve' && command !== 'invite') return usageError(unknownCommand(command));
  const options = parseAppOptions(rest);
  if (!options.ok) return usageError(options.error);
  if (command === 'invite') return tellInvite(options.value, components);
  // The node's modules take half a second to load: only who runs a node waits for them.
  const { serve } = await import('./serve.ts');
  return serve(options.value, components);
}

function unknownCommand(command: string): string {
  const meant = nearestName(command, COMMANDS);
  const hint = meant === null ? 'See grapevine --help.' : `Did you mean "${meant}"?`;
  return `"${command}" is not a command. ${hint}`;
}
