import { delivering } from './storage-contract-delivery.ts';
import { forgetting, reading } from './storage-contract-history.ts';
import { opening, writing } from './storage-contract-state.ts';
import type { StorageCase } from './storage-contract-support.ts';

/** What every Storage keeps to, whatever it is made of. */
export const storageContract: readonly StorageCase[] = [
  ...opening,
  ...writing,
  ...reading,
  ...delivering,
  ...forgetting,
];
