import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EntryDetail, GrapevineBridge, WriteRefusal } from '../../../shared/ipc.ts';
import type { ChangesetSummary, EntryView, Key, Origin } from '../../../shared/model.ts';
import { touchesKey } from '../format/changeset-words.ts';
import { formatDuration } from '../format/duration.ts';
import { prettyJson } from '../format/json-text.ts';
import { visibleKey } from '../format/key.ts';
import type { Announcer } from './announcer.ts';
import { ask } from './ask.ts';
import { checkDraft, type CheckedDraft, type Draft, type Problems } from './draft.ts';
import { repeater, type Repeater } from './repeat.ts';
import type { Timers } from './timers.ts';

/** The key's entry now, when it is not the one that the editor saw; `current` null means that it is gone. */
export interface Conflict {
  current: EntryView | null;
  by: Origin | null;
  time: number | null;
}

export interface EditorSession {
  mode: 'new' | 'edit';
  /** What the editor saw when it opened, or what the user chose to overwrite; null for nothing. */
  base: EntryView | null;
  initial: Draft;
  draft: Draft;
  saving: boolean;
  problems: Problems;
  conflict: Conflict | null;
  /** A new entry's key that is taken already. */
  taken: Key | null;
}

export interface EditorParts {
  bridge: Pick<GrapevineBridge, 'getEntry' | 'writeEntry'>;
  timers: Timers;
  announcer: Announcer;
  onSaved(key: Key): void;
}

const GAP_MS = 50;

/** The one editor: it opens with what it sees, and every save says what it saw, so nothing is overwritten unseen. */
export class Editor {
  readonly store: StoreApi<{ session: EditorSession | null }> = createStore(() => ({
    session: null as EditorSession | null,
  }));
  private readonly parts: EditorParts;
  private readonly watcher: Repeater;

  constructor(parts: EditorParts) {
    this.parts = parts;
    this.watcher = repeater(() => this.look(), GAP_MS, parts.timers);
  }

  openNew(): void {
    this.open('new', null, { key: '', text: '', ttl: '' });
  }

  openEdit(entry: EntryView): void {
    const ttl = entry.ttl === null || entry.deleted ? '' : formatDuration(entry.ttl);
    this.open('edit', entry, { key: entry.key, text: entry.deleted ? '' : prettyJson(entry.text), ttl });
  }

  close(): void {
    this.store.setState({ session: null });
  }

  update(change: Partial<Draft>): void {
    this.patch((session) => ({
      draft: { ...session.draft, ...change },
      problems: withoutFields(session.problems, [...Object.keys(change), 'form']),
      taken: 'key' in change ? null : session.taken,
    }));
  }

  async save(): Promise<void> {
    const session = this.store.getState().session;
    if (!session || session.saving) return;
    const checked = checkDraft(session.draft);
    if (!checked.ok) {
      this.patch(() => ({ problems: checked.error }));
      return;
    }
    this.patch(() => ({ saving: true, problems: {}, taken: null }));
    await this.write(session, checked.value);
    this.patch(() => ({ saving: false }));
  }

  /** Saves over what others wrote meanwhile, which the user has been told of. */
  async overwrite(): Promise<void> {
    this.patch((session) => ({ base: session.conflict?.current ?? null, conflict: null }));
    await this.save();
  }

  changed(changesets: readonly ChangesetSummary[]): void {
    const session = this.store.getState().session;
    if (session?.mode !== 'edit') return;
    if (changesets.some((changeset) => touchesKey(changeset, session.draft.key) !== false)) this.watcher.want();
  }

  /** Looks whether the key changed while it is edited. */
  refresh(): void {
    if (this.store.getState().session?.mode === 'edit') this.watcher.want();
  }

  private open(mode: EditorSession['mode'], base: EntryView | null, initial: Draft): void {
    const rest = { saving: false, problems: {}, conflict: null, taken: null };
    this.store.setState({ session: { mode, base, initial, draft: initial, ...rest } });
  }

  private patch(change: (session: EditorSession) => Partial<EditorSession>): void {
    this.store.setState(({ session }) => ({ session: session && { ...session, ...change(session) } }));
  }

  private async write(session: EditorSession, { key, text, ttl }: CheckedDraft): Promise<void> {
    const { base } = session;
    const expect = base && !base.deleted ? { ts: base.ts, hash: base.hash } : 'absent';
    const answer = await ask(this.parts.bridge.writeEntry({ key, text, ttl, expect }));
    if (!answer.ok) this.patch(() => ({ problems: { form: `Not saved. ${answer.error}` } }));
    else if (answer.value.ok) this.saved(answer.value.value.key);
    else await this.refused(session, answer.value.error);
  }

  private saved(key: Key): void {
    this.close();
    this.parts.announcer.say(`Saved ${visibleKey(key).slice(0, 80)}`);
    this.parts.onSaved(key);
  }

  private async refused(session: EditorSession, refusal: WriteRefusal): Promise<void> {
    const { kind, reason, current } = refusal;
    if (kind !== 'precondition' && kind !== 'conflict') {
      this.patch(() => ({ problems: { form: `Not saved. ${reason}` } }));
    } else if (session.mode === 'edit') {
      await this.look();
    } else {
      this.patch(() => ({ problems: { key: 'This key exists already.' }, taken: current?.key ?? null }));
    }
  }

  private async look(): Promise<void> {
    const before = this.store.getState().session;
    if (before?.mode !== 'edit') return;
    const answer = await ask(this.parts.bridge.getEntry({ key: before.draft.key }));
    this.patch((session) => {
      if (session.draft.key !== before.draft.key) return {};
      if (!answer.ok) return { problems: { ...session.problems, form: answer.error } };
      return { conflict: conflictOf(session.base, answer.value) };
    });
  }
}

function withoutFields(problems: Problems, fields: readonly string[]): Problems {
  return Object.fromEntries(Object.entries(problems).filter(([field]) => !fields.includes(field)));
}

function conflictOf(base: EntryView | null, found: EntryDetail | null): Conflict | null {
  const current = found && !found.entry.deleted ? found.entry : null;
  const seen = base && !base.deleted ? base : null;
  if (current?.hash === seen?.hash && current?.ts === seen?.ts) return null;
  return { current, by: found?.changedBy?.origin ?? null, time: found?.changedBy?.time ?? null };
}
