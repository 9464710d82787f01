import { loadGroup, saveGroup, type ProfileGroup } from '../../../src/main/profile/group-file.ts';
import { WITHOUT_KEYCHAIN } from '../../../src/main/profile/secret-box.ts';
import { FileWorld } from '../lib/file-world.ts';
import { judgeSentence } from '../lib/sentence.ts';
import { accepted, refused, Violation, type Outcome, type Target } from '../lib/target.ts';

/** So much of a secret may stand anywhere by chance. */
const TOLD_DIGITS = 6;
/** The limit of a number, which every sentence about one beyond it says, whatever the file holds. */
const LIMIT = /[<>]=?-?\d+/g;

async function judge(file: FileWorld, input: Uint8Array): Promise<Outcome> {
  const loaded = await loadGroup(file.path, WITHOUT_KEYCHAIN);
  if (Buffer.compare(file.read(), input) !== 0) throw new Violation('[GR6] the file was written over');
  if (!loaded.ok) {
    const sentence = judgeSentence(file.without(loaded.error));
    judgeSilence(sentence, input);
    return refused(sentence);
  }
  if (loaded.value === null) throw new Violation('[GR6] the file is there');
  const { group } = loaded.value;
  await judgeSaved(file, group);
  return accepted(group.kind);
}

/** What the file holds is not told (GR6). */
function judgeSilence(sentence: string, input: Uint8Array): void {
  const content = Buffer.from(input).toString('latin1').toLowerCase();
  const told =
    sentence
      .replaceAll(LIMIT, '')
      .toLowerCase()
      .match(new RegExp(`[0-9a-f]{${TOLD_DIGITS},}`, 'g')) ?? [];
  const secret = told.find((digits) => content.includes(digits));
  if (secret !== undefined) throw new Violation(`[GR6] the sentence tells of the secret: ${sentence}`);
}

async function judgeSaved(file: FileWorld, group: ProfileGroup): Promise<void> {
  const saved = await saveGroup(file.path, group, WITHOUT_KEYCHAIN);
  const again = await loadGroup(file.path, WITHOUT_KEYCHAIN);
  // As JSON tells them: 0 and -0 are one number there.
  if (!saved.ok || !again.ok || JSON.stringify(again.value?.group) !== JSON.stringify(group))
    throw new Violation('[GR6] what was saved is another group');
}

/** `group.json`, with the secret in it (GR6). */
export const GROUP: Target = {
  name: 'group',
  form: 'text',
  open: () => Promise.resolve(new FileWorld('group.json', judge)),
};
