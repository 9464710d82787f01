/** The log belongs to the profile and opens with the node; what the shell has to say before is kept until then. */
import type { LogFields, Logger } from '../../core/ports.ts';

type Level = keyof Logger;

/** More than this is not said before the node runs, unless something is very wrong: the first lines tell what. */
const MAX_HELD = 100;

export interface DeferredLogger extends Logger {
  /** From now on everything goes to `logger`, what was held first. */
  open(logger: Logger): void;
}

export function createDeferredLogger(): DeferredLogger {
  let target: Logger | null = null;
  let held: { level: Level; event: string; fields: LogFields }[] = [];

  const at =
    (level: Level) =>
    (event: string, fields: LogFields = {}): void => {
      if (target !== null) target[level](event, fields);
      else if (held.length < MAX_HELD) held.push({ level, event, fields });
    };

  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    open(logger) {
      target = logger;
      for (const { level, event, fields } of held) logger[level](event, fields);
      held = [];
    },
  };
}
