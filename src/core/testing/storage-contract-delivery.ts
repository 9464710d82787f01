import type { Delivery } from '../../shared/model.ts';
import type { Storage } from '../ports.ts';
import { equal, filled, opened, reopened, valueIn, type StorageCase } from './storage-contract-support.ts';
import { ANY, keyOf, STAMP } from './stored-steps.ts';

const THREE: Delivery = { seen: 3, of: 12, ms: 8.25 };
const ALL: Delivery = { seen: 12, of: 12, ms: 24 };
const NONE_YET: Delivery = { seen: 0, of: 2, ms: null };

/** Of each changeset, newest first. */
const deliveries = async (storage: Storage): Promise<(Delivery | null)[]> =>
  valueIn(await storage.history(ANY)).changesets.map(({ delivery }) => delivery);

/** What a storage keeps of who has a changeset. */
export const delivering: StorageCase[] = [
  {
    title: '[PB6] keeps with a changeset who has it, as it was told last',
    run: async (create) => {
      const { storage, maker } = await filled(create);
      storage.delivered(1, THREE);
      storage.delivered(3, NONE_YET);
      storage.delivered(1, ALL);
      equal(await deliveries(storage), [NONE_YET, null, ALL], 'told');
      storage.commit(maker.step({ a: '4' }));
      storage.delivered(4, THREE);
      equal(await deliveries(storage), [THREE, NONE_YET, null, ALL], 'right behind the commit');
      await reopened(storage);
      equal(await deliveries(storage), [THREE, NONE_YET, null, ALL], 'after a restart');
      storage.delivered(4, ALL);
      await reopened(storage);
      equal(await deliveries(storage), [ALL, NONE_YET, null, ALL], 'told right before the end');
    },
  },
  {
    title: '[PB6] keeps it with a changeset that goes on in parts, or whose values are erased',
    run: async (create) => {
      const { storage, maker } = await filled(create);
      storage.delivered(3, ALL);
      maker.seq -= 1;
      storage.commit(maker.step({ d: '4' }));
      valueIn(await storage.erase(keyOf('a')));
      equal(await deliveries(storage), [ALL, null, null], 'kept');
    },
  },
  {
    title: '[PB6] ignores a delivery of a changeset that is not kept, and any while it is closed',
    run: async (create) => {
      const { storage, maker } = await filled(create);
      storage.delivered(77, ALL);
      equal(await deliveries(storage), [null, null, null], 'unknown');
      storage.commit(maker.step({ late: '1' }, { time: STAMP + 1e12 }));
      valueIn(await storage.trim(STAMP + 1e12));
      storage.delivered(2, ALL);
      equal(await deliveries(storage), [null], 'trimmed');
      await storage.close();
      storage.delivered(4, ALL);
      await opened(storage);
      equal(await deliveries(storage), [null], 'told while closed');
    },
  },
];
