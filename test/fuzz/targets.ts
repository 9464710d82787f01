import type { Target } from './lib/target.ts';
import { GROUP } from './targets/group.ts';
import { INVITE } from './targets/invite.ts';
import { IPC } from './targets/ipc.ts';
import { LOCAL_API } from './targets/local-api.ts';
import { MDNS } from './targets/mdns.ts';
import { PACKING } from './targets/packing.ts';
import { ANSWERS } from './targets/peer-answers.ts';
import { ENTRIES, RECONCILE, TALK } from './targets/peer-requests.ts';
import { SEALED_ANSWERS } from './targets/sealed-answers.ts';
import { SEALED_REQUESTS } from './targets/sealed-requests.ts';
import { SETTINGS } from './targets/settings.ts';
import { TRANSFER } from './targets/transfer.ts';

/** Every border to which something comes from outside. */
export const TARGETS: readonly Target[] = [
  ...[ENTRIES, TALK, RECONCILE, ANSWERS, SEALED_REQUESTS, SEALED_ANSWERS],
  ...[INVITE, SETTINGS, GROUP, TRANSFER, IPC, LOCAL_API, MDNS, PACKING],
];
