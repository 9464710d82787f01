import type { Logger, Scheduler } from '../../../core/ports.ts';
import { createOccasionalLog } from './occasional-log.ts';

/** What a link has to say to the log. The network decides how often it happens, so most are passed on once a minute. */
export interface LinkReports {
  opened: () => void;
  /** `attempt` is 1 for the first failure in a row. */
  unavailable: (reason: string, attempt: number) => void;
  sendFailed: (error: Error) => void;
  fault: (error: unknown) => void;
  overload: (address: string) => void;
}

export function createLinkReports(
  components: { logger: Logger; scheduler: Scheduler },
  interfaceName: string,
): LinkReports {
  const { logger } = components;
  const about = { interface: interfaceName };
  const warnOfSend = createOccasionalLog(components, (fields) => logger.warn('mdns-send-failed', fields));
  const warnOfFault = createOccasionalLog(components, (fields) => logger.warn('mdns-message-failed', fields));
  const warnOfLoad = createOccasionalLog(components, (fields) => logger.warn('mdns-overload', fields));
  return {
    opened: () => logger.info('mdns-opened', about),
    unavailable: (reason, attempt) => {
      logger[attempt === 1 ? 'warn' : 'debug']('mdns-unavailable', { ...about, reason, attempt });
    },
    sendFailed: (error) => warnOfSend({ ...about, reason: error.message }),
    fault: (error) => warnOfFault({ ...about, reason: error instanceof Error ? error.message : String(error) }),
    overload: (address) => warnOfLoad({ ...about, address }),
  };
}
