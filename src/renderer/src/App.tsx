import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import css from './App.module.css';
import { Header } from './frame/Header.tsx';
import { Rail } from './frame/Rail.tsx';
import { HistoryPage } from './pages/history/HistoryPage.tsx';
import { PeersPage } from './pages/peers/PeersPage.tsx';
import { EditorDialog } from './pages/state/EditorDialog.tsx';
import { StatePage } from './pages/state/StatePage.tsx';
import { ExportDialog } from './pages/state/transfer/ExportDialog.tsx';
import { ImportDialog } from './pages/state/transfer/ImportDialog.tsx';
import { PAGES, type Page } from './stores/nav.ts';
import { useApp } from './ui/app-context.ts';
import { EmptyState } from './ui/EmptyState.tsx';
import { ErrorBoundary } from './ui/ErrorBoundary.tsx';
import { LiveRegion } from './ui/LiveRegion.tsx';
import { OverlayContainer } from './ui/overlay-container.ts';
import { useModShortcut } from './ui/shortcuts.ts';
import { Toasts } from './ui/Toasts.tsx';

const PAGE_COMPONENTS: Record<Page, () => React.ReactNode> = {
  state: StatePage,
  history: HistoryPage,
  peers: PeersPage,
};

/** The whole window. */
export function App() {
  const { nav, live } = useApp();
  const page = useStore(nav.store, (state) => state.page);
  const failure = useStore(live, (state) => (state.live ? null : state.failure));
  useModShortcut('1', () => nav.goAndFocus(PAGES[0]), true);
  useModShortcut('2', () => nav.goAndFocus(PAGES[1]), true);
  useModShortcut('3', () => nav.goAndFocus(PAGES[2]), true);
  const [overlay, setOverlay] = useState<HTMLElement | null>(null);
  const Content = PAGE_COMPONENTS[page];
  return (
    <OverlayContainer value={overlay}>
      <div className={css['window']}>
        <Header />
        <Rail />
        <ErrorBoundary key={page}>{failure === null ? <Content /> : <Unreadable reason={failure} />}</ErrorBoundary>
      </div>
      <EditorDialog />
      <ImportDialog />
      <ExportDialog />
      <section ref={setOverlay} aria-label="Messages">
        <Toasts />
        <LiveRegion />
      </section>
    </OverlayContainer>
  );
}

function Unreadable({ reason }: { reason: string }) {
  return (
    <main className={css['unreadable']}>
      <EmptyState alone icon={CircleAlert} title="The window cannot reach the program behind it">
        {reason} The window keeps trying.
      </EmptyState>
    </main>
  );
}
