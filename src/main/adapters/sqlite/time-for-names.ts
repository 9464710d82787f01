/** ISO 8601, for the names of files: Windows allows no colons in them. */
export const timeForNames = (time: Date): string => time.toISOString().replaceAll(':', '-');
