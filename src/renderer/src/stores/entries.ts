import type { EntryRow, GrapevineBridge, LIST_LIMIT } from '../../../shared/ipc.ts';
import { ok } from '../../../shared/result.ts';
import { ask } from './ask.ts';
import { KeyWindow, type KeyWindowSettings, type KeyWindowState } from './key-window.ts';
import type { Timers } from './timers.ts';

/** The list of live keys; its query is the filter as typed. */
export type EntriesState = KeyWindowState<EntryRow, string>;

/** As many as one request may ask for; only its type is imported, or the schemas would come into the page with it. */
const WINDOW_ROWS: typeof LIST_LIMIT = 500;
const SETTINGS: KeyWindowSettings = { windowRows: WINDOW_ROWS, leadRows: 150, edgeRows: 50 };

/** Whether there is nothing at all, as opposed to nothing that the filter lets through. */
export function isEmpty({ shown, query, matching }: EntriesState): boolean {
  return shown === '' && query === '' && matching === 0;
}

export class Entries extends KeyWindow<EntryRow, string> {
  constructor({ bridge, timers }: { bridge: Pick<GrapevineBridge, 'listEntries'>; timers: Timers }) {
    const fetch = async (filter: string, offset: number, limit: number) => {
      const answer = await ask(bridge.listEntries({ filter, offset, limit }));
      if (!answer.ok) return answer;
      const { entries: rows, ...page } = answer.value;
      return ok({ ...page, rows });
    };
    super({ fetch, timers }, '', SETTINGS);
  }
}
