import { statSync } from 'node:fs';
import { STAMP } from '../../src/core/testing/stored-steps.ts';
import { figure, mb, measure, medianOf, timed, type Measured } from '../lib/measure.ts';
import { databaseIn, entrySteps, NOTHING, openedOn, store } from '../lib/stored.ts';

/** Storing so many entries and opening with them; the entries are made beforehand, and let go as they come. */
export async function measureOpening(folder: string, entries: number): Promise<Measured[]> {
  const file = databaseIn(folder, `open-${entries}`);
  const count = entries.toLocaleString('en');
  const steps = [...entrySteps(entries, STAMP)];
  const first = await openedOn(file);
  const storing = await measure(`storage: storing ${count} entries`, 'ms', () => timed(() => store(first, steps)));
  steps.length = 0;
  await first.close();
  const reopen = async (): Promise<void> => (await openedOn(file, NOTHING)).close();
  const opening = await measure(`storage: open and close with ${count} entries`, 'ms', () => medianOf(reopen));
  return [storing, opening, figure(`storage: file with ${count} entries`, mb(statSync(file).size), 'MB')];
}
