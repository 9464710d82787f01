import { sealedOthers } from '../lib/sealed-others.ts';
import { Sealer, SECRET } from '../lib/sealing.ts';
import type { Target } from '../lib/target.ts';
import { AnswerWorld } from './peer-answers.ts';

/**
 * What a member of a private group answers (GR3, GR4): the answers of `peer-answers.ts`, sealed with the right keys; headers and orders as with
 * `sealed-requests.ts`.
 */
export const SEALED_ANSWERS: Target = {
  name: 'sealed-answers',
  form: 'text',
  open: () => new AnswerWorld(SECRET, (peer) => sealedOthers(new Sealer(), peer)).open(),
};
