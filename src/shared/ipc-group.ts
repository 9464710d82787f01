/** The part of the window's contract that is about the group: its choice at the first start, its key, and leaving it (GR1, GR5, GR7). */
import { z } from 'zod';
import type { KeyHanding } from './model.ts';
import type { Result } from './result.ts';

/** Before a profile has a group there is nothing to show but the choice of one. */
export type Stage = { kind: 'running' } | ({ kind: 'first-start' } & FirstStart);

export interface FirstStart {
  /** The machine's name as the system has it. */
  name: string;
  /** Of the group that would be started. */
  code: string;
  platform: string;
}

/** Something is wrong with what was filled in: a plain sentence, and of a code the groups of four to look at, from 1. */
export interface ChoiceFault {
  field: 'name' | 'code' | 'start';
  reason: string;
  groups: number[];
}

export interface Invite {
  code: string;
  /** Where this machine keeps the secret (GR6). */
  keptIn: 'file' | 'keychain';
}

const nothing = z.undefined();
const inviteText = z.string().max(1_000);

export const groupRequestSchemas = {
  getStage: nothing,
  /** Gives the profile its group and starts the node in it; `new` is the group whose code the first start shows. */
  chooseGroup: z
    .object({
      name: z.string().max(1_000),
      group: z.union([
        z.object({ kind: z.literal('new') }).strict(),
        z.object({ kind: z.literal('open') }).strict(),
        z.object({ kind: z.literal('join'), code: inviteText }).strict(),
      ]),
    })
    .strict(),
  /** Says what is wrong with a code while it is typed. */
  checkInvite: z.object({ code: inviteText }).strict(),
  /** The secret leaves the main process only so. */
  getInvite: nothing,
  /** The group gets a new key (GR5). */
  changeKey: z.object({ handing: z.enum(['in-band', 'by-hand'] as const satisfies KeyHanding[]) }).strict(),
  /** Takes over a new key of this group that was made at another machine. */
  enterKey: z.object({ code: inviteText }).strict(),
  /** From now on the key before is not taken any more. */
  endKeyChange: nothing,
  /** The profile has no group any more; what it held is set aside in the profile. The window begins anew. */
  leaveGroup: nothing,
} as const;

export interface GroupResponses {
  getStage: Stage;
  chooseGroup: Result<null, ChoiceFault>;
  checkInvite: Result<null, ChoiceFault>;
  getInvite: Result<Invite, string>;
  changeKey: Result<null, string>;
  enterKey: Result<null, ChoiceFault>;
  endKeyChange: Result<null, string>;
  leaveGroup: Result<null, string>;
}
