import { pushAnswerSchema, type SentGrave } from '../../shared/grave.ts';
import type { NodeId } from '../../shared/model.ts';
import { validGraves } from './grave-codec.ts';
import { decodeJson } from './json-body.ts';

/** What the answer to a push says that this node acts upon; whatever else it holds is for people (PB7). */
export interface PushAnswer {
  /** Below which something of the push fell (ST9). */
  graves: SentGrave[];
  /** Of those whom the push was to be passed on to, the ones that the receiver does not know as alive (PB3). */
  unknown: NodeId[];
}

export function decodePushAnswer(body: Uint8Array): PushAnswer {
  const answer = decodeJson(body, pushAnswerSchema);
  if (answer === null) return { graves: [], unknown: [] };
  return { graves: validGraves(answer.graves), unknown: answer.unknown as NodeId[] };
}
