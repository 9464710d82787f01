import { createListProvider } from '../../core/peers/list-provider.ts';
import type { PeerProvider } from '../../core/ports.ts';
import type { Address } from '../../shared/address.ts';

/** The peers that the user lists (PD1). `addresses` tells the list as it is at each look. */
export const createStaticProvider = (addresses: () => readonly Address[]): PeerProvider =>
  createListProvider('static', () => addresses().map(({ host, port }) => ({ host, port, id: null, name: null })));
