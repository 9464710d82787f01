import type { DnsResolver } from '../resolver.ts';

interface Records {
  a?: { address: string; ttl: number }[];
  aaaa?: { address: string; ttl: number }[];
  srv?: { name: string; port: number }[];
}

/** What DNS says: records by name, a code of `node:dns` for names that fail, and `hang` for those that are never answered. */
export type Zone = Map<string, Records | { fails: string } | 'hang'>;

const codeError = (code: string): Error => Object.assign(new Error(`query ${code}`), { code });

/** A DNS that is asked through as many resolvers as one likes, and counts what goes on. */
export class FakeDns {
  readonly zone: Zone = new Map();
  /** `A pcs.example`, in the order in which they were asked. */
  readonly asked: string[] = [];
  open = 0;
  mostOpen = 0;

  readonly createResolver = (): DnsResolver => {
    const cancels = new Set<(error: Error) => void>();
    const answer = async <T>(type: string, name: string, pick: (records: Records) => T[] | undefined): Promise<T[]> => {
      this.asked.push(`${type} ${name}`);
      this.mostOpen = Math.max(this.mostOpen, (this.open += 1));
      try {
        return await this.#answer(name, pick, cancels);
      } finally {
        this.open -= 1;
      }
    };
    return {
      resolve4: (name) => answer('A', name, ({ a }) => a),
      resolve6: (name) => answer('AAAA', name, ({ aaaa }) => aaaa),
      resolveSrv: (name) => answer('SRV', name, ({ srv }) => srv),
      cancel: () => cancels.forEach((reject) => reject(codeError('ECANCELLED'))),
    };
  };

  async #answer<T>(
    name: string,
    pick: (records: Records) => T[] | undefined,
    cancels: Set<(error: Error) => void>,
  ): Promise<T[]> {
    const said = this.zone.get(name);
    if (said === 'hang') return new Promise<T[]>((_, reject) => cancels.add(reject));
    await Promise.resolve();
    if (said === undefined) throw codeError('ENOTFOUND');
    if ('fails' in said) throw codeError(said.fails);
    const records = pick(said);
    if (records === undefined) throw codeError('ENODATA');
    return records;
  }
}
