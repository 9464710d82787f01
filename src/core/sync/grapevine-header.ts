import type { Digest, NodeId, StartId } from '../../shared/model.ts';

/**
 * What every exchange between native nodes says of its sender, in the `Grapevine` header: who, in which state, at what time by its clock.
 * So both sides learn digest, clock and round trip from any exchange (RC1).
 */
export interface GrapevineHeader {
  id: NodeId;
  startId: StartId;
  digest: Digest;
  /** Sender's clock when the header was written. */
  time: number;
  /** Where the sender listens. */
  port: number;
  /** Cursor of the next page of a full state; null when there is none (PS5). */
  next: string | null;
}

const FORM = /^1 ([0-9a-f]{32}) ([0-9a-f]{16}) ([0-9a-f]{32}) (\d{1,16}) (\d{1,5})(?: next=([0-9a-f]{64}))?$/;

export function formatHeader({ id, startId, digest, time, port, next }: GrapevineHeader): string {
  return `1 ${id} ${startId} ${digest} ${time} ${port}${next === null ? '' : ` next=${next}`}`;
}

/** Null when the header is absent or not one of ours: then the sender is no native node. */
export function parseHeader(text: string | null): GrapevineHeader | null {
  const [, id, startId, digest, time, port, next] = text === null ? [] : (FORM.exec(text) ?? []);
  if (id === undefined || Number(port) > 65_535 || Number(port) === 0) return null;
  return {
    id: id as NodeId,
    startId: startId as StartId,
    digest: digest as Digest,
    time: Number(time),
    port: Number(port),
    next: next ?? null,
  };
}
