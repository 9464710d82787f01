import type { HistoryQuery } from '../ports.ts';

const ANY: Omit<HistoryQuery, 'limit'> = {
  before: null,
  key: null,
  kind: null,
  peer: null,
  from: null,
  to: null,
  text: '',
};

/** A page of at most `limit` changesets, newest first, of those that `filter` lets through. */
export const historyQuery = (limit: number, filter: Partial<HistoryQuery> = {}): HistoryQuery => ({
  ...ANY,
  ...filter,
  limit,
});
