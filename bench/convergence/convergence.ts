export interface ConvergenceOptions {
  nodes: number;
  seed: number;
  /** What every node holds before the write. */
  entries: number;
}

/** How one write spread. */
export interface Convergence {
  /** Until half of the nodes had it, the writer among them. */
  toHalfMs: number;
  toAllMs: number;
  /** Requests, of any kind and with or without content, from the write until all had it. */
  messages: number;
  /** Of bodies there and back meanwhile; HTTP's own lines and headers come on top. */
  bytes: number;
}
