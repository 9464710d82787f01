/** What a node that reconciles or compares asks of another (PS4). */
export const RECONCILE_PATH = '/-/reconcile';
export const FETCH_PATH = '/-/fetch';
export const STANDING_PATH = '/-/standing';

export type ReconcilePath = typeof RECONCILE_PATH | typeof FETCH_PATH | typeof STANDING_PATH;

/** Sends a body to the peer by POST. Null when no usable answer came: then the work ends. */
export type Send = (path: ReconcilePath, body: Uint8Array) => Promise<Uint8Array | null>;
