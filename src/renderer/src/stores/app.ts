import type { AppEvent, GrapevineBridge, Snapshot } from '../../../shared/ipc.ts';
import type { ChangesetSummary, EntryView, Key } from '../../../shared/model.ts';
import { createAnnouncer } from './announcer.ts';
import { createCalmSync } from './calm-sync.ts';
import { Compare } from './compare.ts';
import { deliveriesIn } from './deliveries.ts';
import { Detail } from './detail.ts';
import { Editor } from './editor.ts';
import { Entries } from './entries.ts';
import { ExportFile } from './export-file.ts';
import { Feed } from './feed.ts';
import { GroupActions } from './group-actions.ts';
import { GroupChoice } from './group-choice.ts';
import { History } from './history.ts';
import { ImportFile } from './import-file.ts';
import { Invitation } from './invitation.ts';
import { KeyEntry } from './key-entry.ts';
import { createLiveStore, fromSnapshot, withEvents } from './live.ts';
import { createNav } from './nav.ts';
import { createNow } from './now.ts';
import { OpenedChangeset } from './opened-changeset.ts';
import { Past } from './past.ts';
import { PeerList } from './peer-list.ts';
import { removeEntry } from './removal.ts';
import { createRestoring } from './restoring.ts';
import { speakSync } from './speak-sync.ts';
import { WindowStage } from './stage.ts';
import type { Timers } from './timers.ts';
import { Toasts } from './toasts.ts';

export type App = ReturnType<typeof createApp>;

/** Joins the stores: what comes from the node goes to each that shows it. */
export function createApp({ bridge, timers }: { bridge: GrapevineBridge; timers: Timers }) {
  const live = createLiveStore();
  const calmSync = createCalmSync(timers);
  const announcer = createAnnouncer();
  const toasts = new Toasts({ timers, announcer });
  const nav = createNav();
  const now = createNow(timers);
  const entries = new Entries({ bridge, timers });
  const detail = new Detail({ bridge, timers });
  const history = new History({ bridge, timers });
  const opened = new OpenedChangeset({ bridge, timers });
  const peerList = new PeerList();
  const compare = new Compare({ bridge, timers, announcer });
  const restoring = createRestoring({ bridge, timers, toasts });
  const past = new Past({ bridge, timers, toasts, announcer, nav });
  const importFile = new ImportFile({
    bridge,
    timers,
    toasts,
    offerUndo: (commit, text) => past.offerUndo(commit, text),
  });
  const exportFile = new ExportFile({ bridge, timers, toasts });
  const invitation = new Invitation({ bridge });
  const groupActions = new GroupActions({ bridge, toasts, invitation });
  const keyEntry = new KeyEntry({ bridge, toasts });
  const stage = new WindowStage({ bridge, timers });
  const groupChoice = new GroupChoice({
    bridge,
    announcer,
    onChosen: () => {
      nav.goAndFocus('state');
      stage.chosen();
    },
  });

  peerList.store.subscribe(({ selected }) => compare.follow(selected?.rowId ?? null));
  entries.store.subscribe(({ selected }) => detail.open(selected));
  nav.store.subscribe(({ page }) => {
    if (page !== 'settings') invitation.hide();
  });
  const editor = new Editor({ bridge, timers, announcer, onSaved: (key) => entries.select(key) });

  const showEntry = (key: Key): void => {
    past.close();
    entries.select(key);
    nav.go('state');
  };
  const showHistoryOf = (key: Key): void => {
    history.setKey(key);
    nav.go('history');
  };
  const showChangeset = (key: Key, seq: number): void => {
    if (opened.store.getState().seq !== seq) opened.toggle(seq);
    showHistoryOf(key);
  };

  const onChangesets = (changesets: readonly ChangesetSummary[]): void => {
    if (changesets.length === 0) return;
    entries.refresh();
    detail.changed(changesets);
    editor.changed(changesets);
    history.changed(changesets);
    opened.changed(changesets);
    past.changed(changesets);
    exportFile.refresh();
  };

  const followLive = (): void => {
    const { live: status, peers, self } = live.getState();
    if (status) calmSync.set(status.sync);
    peerList.follow(peers);
    invitation.follow(self?.group);
  };

  const feed = new Feed(
    { bridge, timers },
    {
      onSnapshot(snapshot: Snapshot) {
        live.setState(fromSnapshot(snapshot), true);
        followLive();
        for (const store of [entries, detail, editor, history, opened, past, exportFile]) store.refresh();
      },
      onEvents(events: readonly AppEvent[]) {
        live.setState((state) => withEvents(state, events), true);
        followLive();
        onChangesets(events.flatMap((event) => (event.kind === 'changeset' ? [event.changeset] : [])));
        history.delivered(deliveriesIn(events));
      },
      onFailure: (failure) => live.setState({ failure }),
    },
  );

  stage.store.subscribe((state) => {
    if (state.kind === 'first-start') groupChoice.setName(state.name);
    if (state.kind === 'running') feed.start();
  });

  let hush: (() => void) | null = null;
  return {
    bridge,
    stage,
    groupChoice,
    live,
    sync: calmSync.store,
    announcer,
    toasts,
    nav,
    now: now.store,
    entries,
    detail,
    editor,
    history,
    opened,
    peerList,
    compare,
    restoring,
    past,
    importFile,
    exportFile,
    invitation,
    groupActions,
    keyEntry,
    showEntry,
    showHistoryOf,
    showChangeset,
    removeEntry: (entry: EntryView) => removeEntry({ bridge, timers, toasts }, entry),
    start(): void {
      hush ??= speakSync(calmSync.store, announcer, timers);
      now.start();
      stage.start();
    },
    stop(): void {
      hush?.();
      hush = null;
      stage.stop();
      feed.stop();
      now.stop();
      calmSync.stop();
    },
  };
}
