/** What a node's DNS-SD records say (PD2), and how those of others are read. */
import { isIPv4 } from 'node:net';
import { z } from 'zod';
import type { Announcement } from '../../../core/ports.ts';
import type { NodeId } from '../../../shared/model.ts';
import { UNPRINTABLE } from '../../../shared/printable.ts';

/** `_grapevine._tcp` */
export const SERVICE_TYPE = 'grapevine';
/** Version of these records. */
const RECORDS_VERSION = '1';
const ID_DIGITS_IN_NAME = 8;
/** Longest DNS label (RFC 1035), in UTF-8 bytes. */
const MAX_LABEL_BYTES = 63;
const MAX_NAME_LENGTH = 64;

/** One node as its records on one link describe it. */
export interface FoundService {
  id: NodeId;
  /** The address that the records came from. */
  host: string;
  port: number;
  groupId: string | null;
  name: string | null;
}

/** `<name> <8 digits of the id>`: unique, one DNS label. A dot would end the label. */
export function instanceName({ id, name }: Announcement): string {
  const suffix = ` ${id.slice(0, ID_DIGITS_IN_NAME)}`;
  const label = cleanName(name).replaceAll('.', '-');
  const fits = (start: string): boolean => Buffer.byteLength(start + suffix) <= MAX_LABEL_BYTES;
  return `${longestStart(label === '' ? 'node' : label, fits)}${suffix}`;
}

/** A host name of our own: the machine's may belong to another responder that watches over it. */
export const hostName = (id: NodeId): string => `grapevine-${id.slice(0, 16)}.local`;

export function txtRecord(id: NodeId, groupId: string | null): Record<string, string> {
  return { v: RECORDS_VERSION, id, ...(groupId === null ? {} : { gid: groupId }) };
}

const serviceSchema = z.object({
  name: z.string(),
  port: z.int().min(1).max(65_535),
  txt: z.object({
    v: z.literal(RECORDS_VERSION),
    id: z.string().regex(/^[0-9a-f]{32}$/),
    gid: z
      .string()
      .regex(/^[0-9a-f]{16}$/)
      .optional(),
  }),
  referer: z.object({ address: z.string().refine(isIPv4) }),
});

/** Reads a service as the library decoded it from the network; null when it is not one of ours. */
export function readService(service: unknown): FoundService | null {
  const read = serviceSchema.safeParse(service);
  if (!read.success) return null;
  const { name, port, txt, referer } = read.data;
  const id = txt.id as NodeId;
  return { id, host: referer.address, port, groupId: txt.gid ?? null, name: nameOf(name, id) };
}

function nameOf(label: string, id: NodeId): string | null {
  const suffix = ` ${id.slice(0, ID_DIGITS_IN_NAME)}`;
  const name = cleanName(label.endsWith(suffix) ? label.slice(0, -suffix.length) : label);
  return name === '' ? null : name;
}

function cleanName(text: string): string {
  const cleaned = text.toWellFormed().replace(UNPRINTABLE, ' ').trim();
  return longestStart(cleaned, (start) => start.length <= MAX_NAME_LENGTH);
}

/** The longest start of the text that fits, cut between characters. */
function longestStart(text: string, fits: (start: string) => boolean): string {
  let kept = '';
  for (const character of text) {
    if (!fits(kept + character)) break;
    kept += character;
  }
  return kept.trimEnd();
}
