import { useStore } from 'zustand';
import { HistoryPage } from '../pages/history/HistoryPage.tsx';
import { PeersPage } from '../pages/peers/PeersPage.tsx';
import { SettingsPage } from '../pages/settings/SettingsPage.tsx';
import { EditorDialog } from '../pages/state/EditorDialog.tsx';
import { StatePage } from '../pages/state/StatePage.tsx';
import { ExportDialog } from '../pages/state/transfer/ExportDialog.tsx';
import { ImportDialog } from '../pages/state/transfer/ImportDialog.tsx';
import { PAGES, type Page } from '../stores/nav.ts';
import { useApp } from '../ui/app-context.ts';
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx';
import { useModShortcut } from '../ui/shortcuts.ts';
import { Unreadable } from '../ui/Unreadable.tsx';
import css from './Frame.module.css';
import { Header } from './Header.tsx';
import { Rail } from './Rail.tsx';

const PAGE_COMPONENTS: Record<Page, () => React.ReactNode> = {
  state: StatePage,
  history: HistoryPage,
  peers: PeersPage,
  settings: SettingsPage,
};

/** What is around the pages, and the page. */
export function Frame() {
  const { nav, live } = useApp();
  const page = useStore(nav.store, (state) => state.page);
  const failure = useStore(live, (state) => (state.live ? null : state.failure));
  useModShortcut('1', () => nav.goAndFocus(PAGES[0]), true);
  useModShortcut('2', () => nav.goAndFocus(PAGES[1]), true);
  useModShortcut('3', () => nav.goAndFocus(PAGES[2]), true);
  useModShortcut('4', () => nav.goAndFocus(PAGES[3]), true);
  const Content = PAGE_COMPONENTS[page];
  return (
    <>
      <div className={css['window']}>
        <Header />
        <Rail />
        <ErrorBoundary key={page}>{failure === null ? <Content /> : <Unreadable reason={failure} />}</ErrorBoundary>
      </div>
      <EditorDialog />
      <ImportDialog />
      <ExportDialog />
    </>
  );
}
