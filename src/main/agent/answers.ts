/** What the local API answers, as JSON text. A value's canonical text is used as it is (LA1). */
import type { WriteError } from '../../core/node-api.ts';
import type { EntryView } from '../../shared/model.ts';
import { printable } from '../../shared/printable.ts';

export interface Refusal {
  status: number;
  body: string;
}

export interface RefusalDetails {
  key?: string;
  /** The entry that stood in the way; null when there is none. */
  current?: EntryView | null;
}

/** Keys in answers are bounded: a malformed one may be long. */
const MAX_SHOWN_KEY = 1024;

export const entryJson = ({ text, ts, ttl }: EntryView): string => `{"value":${text},"ts":${ts},"ttl":${String(ttl)}}`;

/** `{"error": sentence}`, with the key and the current entry where there are such. `clause` may lack capital and stop. */
export function errorJson(clause: string, { key, current }: RefusalDetails = {}): string {
  const members = [`"error":${JSON.stringify(printable(toSentence(clause)))}`];
  if (key !== undefined) members.push(`"key":${JSON.stringify(key.slice(0, MAX_SHOWN_KEY).toWellFormed())}`);
  if (current !== undefined) members.push(`"current":${current === null ? 'null' : entryJson(current)}`);
  return `{${members.join(',')}}`;
}

function toSentence(clause: string): string {
  const capital = clause.charAt(0).toUpperCase() + clause.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

/** How a write that was not made is answered (LA1, LA2). */
export function writeRefusal(error: WriteError): Refusal {
  const { reason } = error;
  switch (error.kind) {
    case 'malformed':
    case 'future':
    case 'expired':
      return { status: 422, body: errorJson(reason, { key: error.key }) };
    case 'conflict':
      return { status: 409, body: errorJson(reason, { key: error.key, current: error.current }) };
    case 'precondition':
      return { status: 412, body: errorJson(reason, { key: error.key, current: error.current }) };
    case 'full':
      return { status: 507, body: errorJson(reason, { key: error.key }) };
    case 'storage':
      return { status: 500, body: errorJson(reason) };
    case 'stopped':
      return { status: 503, body: errorJson(reason) };
  }
}
