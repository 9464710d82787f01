import { readHolder } from '../profile/holder.ts';
import type { ProfileFiles } from '../profile/paths.ts';

/** Whether a node runs on the profile now. */
export const isRunning = (files: ProfileFiles): boolean => readHolder(files.holder) !== null;
