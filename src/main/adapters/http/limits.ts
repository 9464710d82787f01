/** What one set of listeners allows (PS5). The peer server and the local API each have their own. */
export interface ListenLimits {
  /**
   * Connections open at once. Higher: more peers at the same time; lower: less memory under attack.
   * @default 512
   */
  maxConnections: number;
  /**
   * Connections open at once from one address. Higher: several nodes on one machine; lower: one machine cannot take all places.
   * @default 64
   */
  maxConnectionsPerAddress: number;
  /** Request line and headers of one request. Past it: 431. @default 16 KiB */
  maxHeaderBytes: number;
  /**
   * Time for a request to arrive completely. Higher: slow links can send large bodies; lower: idlers are dropped sooner. Past it: 408.
   * @default 30000
   */
  requestTimeoutMs: number;
  /**
   * Time from a request's headers until the other side has taken the whole answer; null sets no bound, for event streams.
   * Past it the connection closes. @default 60000: as long to answer as to receive
   */
  answerTimeoutMs: number | null;
  /**
   * How long an idle connection is kept (PS1). Higher: fewer handshakes; lower: fewer idle connections.
   * @default 120000
   */
  keepAliveTimeoutMs: number;
  /**
   * How long nothing more is read on a connection that was refused (401, 403 or 421) and on which nothing was served before. Higher: floods of
   * strangers take less of the processor; lower: whoever asked wrongly may ask again sooner. @default 100
   */
  refusalPauseMs: number;
}

/** Every limit of the peer server (PS5). */
export interface HttpLimits extends ListenLimits {
  /** A native peer's body, as sent and as decompressed. Past it: 413. @default 8 MiB */
  maxBodyBytes: number;
  /** A body without a `Grapevine` header: C19 sends its whole state in one. Past it: 413. @default 64 MiB */
  maxPlainBodyBytes: number;
  /**
   * Bodies held at once, received, decompressed and being sent, over all connections. Higher: more large exchanges at once;
   * lower: less memory. Past it: 503. @default 128 MiB
   */
  maxBufferedBytes: number;
  /** Larger bodies are compressed between native nodes. Lower: less traffic, more processor time. @default 8 KiB */
  compressAboveBytes: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;

export const DEFAULT_LISTEN_LIMITS: ListenLimits = {
  maxConnections: 512,
  maxConnectionsPerAddress: 64,
  maxHeaderBytes: 16 * KIB,
  requestTimeoutMs: 30_000,
  answerTimeoutMs: 60_000,
  keepAliveTimeoutMs: 120_000,
  refusalPauseMs: 100,
};

/** What a sealed message is longer than the body in it: its head, and what stands before the body (GR3). */
const SEALED_HEAD_BYTES = 64 * KIB;

export const DEFAULT_HTTP_LIMITS: HttpLimits = {
  ...DEFAULT_LISTEN_LIMITS,
  maxBodyBytes: 8 * MIB,
  maxPlainBodyBytes: 64 * MIB,
  maxBufferedBytes: 128 * MIB,
  compressAboveBytes: 8 * KIB,
};

/** In a private group: what comes is a frame with a native body in it, or nothing that counts. */
export const SEALED_HTTP_LIMITS: HttpLimits = {
  ...DEFAULT_HTTP_LIMITS,
  maxPlainBodyBytes: DEFAULT_HTTP_LIMITS.maxBodyBytes + SEALED_HEAD_BYTES,
};
