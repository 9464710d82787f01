/** Words for the codes of the operating system that a person may meet here. */
const WORDS = new Map([
  ['EACCES', 'permission denied'],
  ['EPERM', 'the system does not permit it'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk quota is used up'],
  ['ENOTDIR', 'a part of the path is not a folder'],
  ['EISDIR', 'it is a folder'],
  ['ENOENT', 'it does not exist'],
  ['EEXIST', 'it exists already'],
  ['EMFILE', 'too many files are open'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['ELOOP', 'its links lead in a circle'],
]);

export function systemErrorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** A sentence fragment, without a full stop. */
export function describeSystemError(error: unknown): string {
  const code = systemErrorCode(error);
  const words = code === null ? undefined : WORDS.get(code);
  if (words !== undefined) return words;
  return error instanceof Error ? error.message : String(error);
}
