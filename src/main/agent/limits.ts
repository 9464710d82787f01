import { DEFAULT_LISTEN_LIMITS, type ListenLimits } from '../adapters/http/limits.ts';

/** What the local API allows (PS5, LM1). Every caller has one of two addresses, so connections are not bounded by address. */
export interface LocalApiLimits extends ListenLimits {
  /** One request's body. Past it: 413. @default 8 MiB */
  maxBodyBytes: number;
  /** Bodies held at once over all requests. Past it: 503. @default 64 MiB */
  maxBufferedBytes: number;
}

const MAX_CONNECTIONS = 256;
const MIB = 1024 * 1024;

export const DEFAULT_LOCAL_API_LIMITS: LocalApiLimits = {
  ...DEFAULT_LISTEN_LIMITS,
  maxConnections: MAX_CONNECTIONS,
  maxConnectionsPerAddress: MAX_CONNECTIONS,
  maxBodyBytes: 8 * MIB,
  maxBufferedBytes: 64 * MIB,
};
