import type { RequestOf } from '../../../shared/ipc.ts';

/** Asks for history from the newest on, without any filter. */
export const ALL_HISTORY: Omit<RequestOf<'listHistory'>, 'limit'> = {
  before: null,
  key: null,
  kind: null,
  peer: null,
  from: null,
  to: null,
  text: '',
};
