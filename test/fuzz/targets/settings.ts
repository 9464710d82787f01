import { isDeepStrictEqual } from 'node:util';
import { blockFromSettings } from '../../../src/main/blocking.ts';
import { createSettingsFile, type LoadedSettings } from '../../../src/main/profile/settings-file.ts';
import { historyLimits, nodeSettings, settingsSchema } from '../../../src/main/settings.ts';
import { AddressBook } from '../../../src/main/static-peers.ts';
import { FileWorld } from '../lib/file-world.ts';
import { judgeSentence } from '../lib/sentence.ts';
import { accepted, refused, Violation, type Outcome, type Target } from '../lib/target.ts';

async function judge(file: FileWorld, input: Uint8Array): Promise<Outcome> {
  const settingsFile = createSettingsFile(file.path);
  const loaded = await settingsFile.load();
  const updated = await settingsFile.update(() => ({ name: 'renamed' }));
  if (!loaded.ok) {
    if (updated.ok || Buffer.compare(file.read(), input) !== 0)
      throw new Violation('a malformed file was written over');
    return refused(judgeSentence(file.without(loaded.error)));
  }
  use(loaded.value);
  if (!updated.ok) throw new Violation(`a file that can be read cannot be changed: ${updated.error}`);
  judgeUpdate(input, file.read());
  return accepted(`${loaded.value.unknown.length} unknown`);
}

/** As a start does: none of this may fail on what was let in. */
function use({ settings }: LoadedSettings): void {
  if (!isDeepStrictEqual(settingsSchema.parse(settings), settings))
    throw new Violation('the settings are not their own');
  blockFromSettings({ block: () => undefined }, settings, { targetPort: 4097 });
  new AddressBook(settings.staticPeers).all();
  nodeSettings(settings, 'm0');
  historyLimits(settings);
}

/** Only the name is another; fields that are not known stay. Compared as text: what is nested very deep cannot be compared otherwise. */
function judgeUpdate(before: Uint8Array, after: Uint8Array): void {
  const [was, is] = [before, after].map((bytes) => JSON.parse(new TextDecoder().decode(bytes)) as object);
  const expected = JSON.stringify({ ...was, name: 'renamed' });
  if (JSON.stringify(is) !== expected) throw new Violation('an update changed more than it was to');
}

/** `settings.json` as people write it. */
export const SETTINGS: Target = {
  name: 'settings',
  form: 'text',
  open: () => Promise.resolve(new FileWorld('settings.json', judge)),
};
