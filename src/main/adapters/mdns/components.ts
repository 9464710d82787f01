import type { Logger, Random, Scheduler } from '../../../core/ports.ts';
import type { InterfaceList } from '../interfaces.ts';
import type { OpenSocket } from './multicast-socket.ts';

export interface MdnsComponents {
  logger: Logger;
  scheduler: Scheduler;
  random: Random;
  /** @default os.networkInterfaces */
  networkInterfaces?: () => InterfaceList;
  /** @default openMulticastSocket */
  openSocket?: OpenSocket;
}
