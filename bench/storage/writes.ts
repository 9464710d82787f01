import type { Intent, Storage } from '../../src/core/ports.ts';
import { STAMP, StepMaker, valueOf } from '../../src/core/testing/stored-steps.ts';
import { measure, median, medianFigure, rate, timed, type Measured } from '../lib/measure.ts';
import { databaseIn, openedOn, VALUE } from '../lib/stored.ts';

export const WRITERS = 64;
/** Writes of one run, over as many keys. */
export const WRITES = 10_000;

/** Local writes as the engine makes them: an intent that is waited for, then the step that makes it visible. */
class Writer {
  readonly #storage: Storage;
  readonly #maker = new StepMaker();
  #lastIntent = 0;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async write(key: string): Promise<void> {
    this.#lastIntent += 1;
    const id = this.#lastIntent;
    const intent: Intent = { id, time: STAMP, origin: { kind: 'user' }, entries: [valueOf(key, VALUE, STAMP + id)] };
    const done = await this.#storage.intend(intent);
    if (!done.ok) throw new Error(done.error.detail);
    this.#storage.commit(this.#maker.step({ [key]: VALUE }, { intent: id }));
  }
}

/** Durable writes through the storage alone. */
export async function measureWrites(folder: string): Promise<Measured[]> {
  const storage = await openedOn(databaseIn(folder, 'writes'));
  const writer = new Writer(storage);
  const single = async (): Promise<number> => {
    const times: number[] = [];
    for (let i = 0; i < 300; i += 1) times.push(await timed(() => writer.write(`k${i}`)));
    return median(times);
  };
  const together = async (): Promise<number> => {
    const perSecond = await rate(WRITERS, WRITES, (i) => writer.write(`k${i}`));
    await storage.flush();
    return perSecond;
  };
  await single();
  const results = [
    await measure('storage: a durable write, alone', 'ms', single),
    await measure(`storage: durable writes, ${WRITERS} writers`, '1/s', () => medianFigure(together)),
  ];
  await storage.close();
  return results;
}
