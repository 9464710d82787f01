/**
 * The main end of the bridge and the only user of `ipcMain`: every channel of the contract with its argument and its
 * sender checked. A caller always gets an answer; nothing is ever thrown at it.
 */
import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import type { Logger } from '../../core/ports.ts';
import { describeFault } from '../fault.ts';
import {
  requestChannel,
  requestSchemas,
  type Channel,
  type IpcFailure,
  type RequestOf,
  type Responses,
} from '../../shared/ipc.ts';

export type Handlers = {
  [C in Channel]: (request: RequestOf<C>) => Responses[C] | Promise<Responses[C]>;
};

export interface IpcComponents {
  ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>;
  handlers: Handlers;
  isTrusted: (event: IpcMainInvokeEvent) => boolean;
  logger: Logger;
}

/** Thrown by a handler that cannot answer for a reason that people should read; a sentence. */
export class Refusal extends Error {}

export interface Ipc {
  start(): void;
  stop(): void;
}

const CHANNELS = Object.keys(requestSchemas) as Channel[];

const refused = (sentence: string): IpcFailure => ({ refused: sentence });

/** Checks the argument against the channel's schema and answers it; never rejects. */
export async function answerCall<C extends Channel>(
  channel: C,
  argument: unknown,
  { handlers, logger }: Pick<IpcComponents, 'handlers' | 'logger'>,
): Promise<Responses[C] | IpcFailure> {
  const checked = requestSchemas[channel].safeParse(argument);
  if (!checked.success) {
    logger.warn('ipc-argument-refused', { channel, where: checked.error.issues[0]?.path.join('.') ?? '' });
    return refused('The window asked for something that this program does not understand.');
  }
  try {
    return await handlers[channel](checked.data as RequestOf<C>);
  } catch (error) {
    if (error instanceof Refusal) return refused(error.message);
    logger.error('ipc-handler-failed', { channel, error: describeFault(error) });
    return refused('That did not work because of an error in Grapevine. The log says more.');
  }
}

/** Registers every channel on `start`. */
export function createIpc(components: IpcComponents): Ipc {
  const { ipcMain, isTrusted, logger } = components;
  let started = false;

  const register = (channel: Channel): void => {
    ipcMain.handle(requestChannel(channel), (event, argument: unknown) => {
      if (isTrusted(event)) return answerCall(channel, argument, components);
      logger.warn('ipc-sender-refused', { channel, url: event.senderFrame?.url ?? '' });
      return refused('Only the window of Grapevine may ask this.');
    });
  };

  return {
    start() {
      if (started) return;
      started = true;
      CHANNELS.forEach(register);
    },
    stop() {
      if (!started) return;
      started = false;
      for (const channel of CHANNELS) ipcMain.removeHandler(requestChannel(channel));
    },
  };
}
