import { err, ok, type Result } from '../../shared/result.ts';
import { DEFAULT_SETTINGS, settingsSchema, type Settings } from '../settings.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { checkFields, readJsonObject } from './json-file.ts';
import { nearestName } from './nearest-name.ts';
import { describeSystemError } from './system-error.ts';

/** A field that this version does not know: kept, for a newer one may. `meant` is the known name it resembles. */
export interface UnknownSetting {
  name: string;
  meant: string | null;
}

export interface LoadedSettings {
  settings: Settings;
  unknown: UnknownSetting[];
}

/** What a change makes of the settings, given those of the file. */
export type SettingsChange = (settings: Settings) => Partial<Settings>;

export interface SettingsFile {
  load(): Promise<Result<LoadedSettings, string>>;
  /**
   * Writes the changed fields, leaving all others as they stand in the file: absent ones stay absent, so that they
   * follow the defaults of later versions. Refused, and nothing written, while the file is malformed.
   */
  update(change: SettingsChange): Promise<Result<void, string>>;
  /** Resolves when all updates so far are written or refused. */
  settled(): Promise<void>;
}

export function createSettingsFile(path: string): SettingsFile {
  /** Updates run one after another, or one would lose what the other wrote. */
  let lastUpdate: Promise<unknown> = Promise.resolve();

  async function read(): Promise<Result<LoadedSettings & { fields: Record<string, unknown> }, string>> {
    const fields = await readJsonObject(path);
    if (!fields.ok) return fields;
    const held = fields.value ?? {};
    const settings = checkFields(path, settingsSchema, held);
    return settings.ok ? ok({ settings: settings.value, unknown: unknownSettings(held), fields: held }) : settings;
  }

  async function change(make: SettingsChange): Promise<Result<void, string>> {
    const held = await read();
    if (!held.ok) return held;
    const fields = mergeFields(held.value.fields, make(held.value.settings));
    const checked = checkFields(path, settingsSchema, fields);
    if (!checked.ok) return checked;
    try {
      await writeFileAtomic(path, `${JSON.stringify(fields, null, 2)}\n`);
      return ok(undefined);
    } catch (error) {
      return err(`${path} could not be written: ${describeSystemError(error)}.`);
    }
  }

  return {
    load: read,
    update(make) {
      const update = lastUpdate.then(() => change(make));
      lastUpdate = update;
      return update;
    },
    async settled() {
      await lastUpdate;
    },
  };
}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of a group of fields only those given are replaced. */
function mergeFields(held: Fields, change: Fields): Fields {
  const merged = { ...held };
  for (const [name, value] of Object.entries(change)) {
    const before = merged[name];
    merged[name] = isFields(value) && isFields(before) ? { ...before, ...value } : value;
  }
  return merged;
}

function unknownSettings(fields: Fields): UnknownSetting[] {
  const { mdns } = fields;
  return [
    ...unknownNames(fields, Object.keys(settingsSchema.shape), ''),
    ...(isFields(mdns) ? unknownNames(mdns, Object.keys(DEFAULT_SETTINGS.mdns), 'mdns.') : []),
  ];
}

function unknownNames(fields: Fields, known: string[], prefix: string): UnknownSetting[] {
  const names = Object.keys(fields).filter((name) => !known.includes(name));
  return names.map((name) => {
    const meant = nearestName(name, known);
    return { name: prefix + name, meant: meant === null ? null : prefix + meant };
  });
}
