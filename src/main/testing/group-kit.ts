import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The newest key of the group as it stands in the profile, in hex; it has to be there. */
export async function secretIn(profile: string): Promise<string> {
  const text = await readFile(join(profile, 'group.json'), 'utf8');
  const [, secret] = /"secret":"([0-9a-f]{32})"/.exec(text) ?? [];
  if (secret === undefined) throw new Error(`There is no key to be read in ${profile}`);
  return secret;
}
