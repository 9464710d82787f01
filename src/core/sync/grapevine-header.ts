import type { Digest, NodeId, StartId } from '../../shared/model.ts';

/** A flush of a node's publisher: who began it, and its number since that node started (PB3). */
export interface FlushName {
  origin: NodeId;
  number: number;
}

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
  /** Which flush a push belongs to; null for everything else. */
  flush: FlushName | null;
  /** To whom the receiver of a push is to pass it on (PB3). */
  arc: readonly NodeId[];
}

/** Most ids in one header: 16 KiB hold no more (PS5). */
export const MAX_ARC = 400;

const FORM = new RegExp(
  '^1 ([0-9a-f]{32}) ([0-9a-f]{16}) ([0-9a-f]{32}) (\\d{1,16}) (\\d{1,5})(?: next=([0-9a-f]{64}))?' +
    `(?: flush=([0-9a-f]{32})-(\\d{1,15}))?(?: arc=([0-9a-f]{32}(?:,[0-9a-f]{32}){0,${MAX_ARC - 1}}))?$`,
);

export function formatHeader({ id, startId, digest, time, port, next, flush, arc }: GrapevineHeader): string {
  const parts = [`1 ${id} ${startId} ${digest} ${time} ${port}`];
  if (next !== null) parts.push(`next=${next}`);
  if (flush !== null) parts.push(`flush=${flush.origin}-${flush.number}`);
  if (arc.length > 0) parts.push(`arc=${arc.join(',')}`);
  return parts.join(' ');
}

/** Null when the header is absent or not one of ours: then the sender is no native node. */
export function parseHeader(text: string | null): GrapevineHeader | null {
  const [, id, startId, digest, time, port, next, origin, number, arc] = text === null ? [] : (FORM.exec(text) ?? []);
  if (id === undefined || Number(port) > 65_535 || Number(port) === 0) return null;
  return {
    id: id as NodeId,
    startId: startId as StartId,
    digest: digest as Digest,
    time: Number(time),
    port: Number(port),
    next: next ?? null,
    flush: origin === undefined ? null : { origin: origin as NodeId, number: Number(number) },
    arc: arc === undefined ? [] : (arc.split(',') as NodeId[]),
  };
}
