import { useState } from 'react';
import { useStore } from 'zustand';
import { Frame } from './frame/Frame.tsx';
import { FirstStartPage } from './pages/first-start/FirstStartPage.tsx';
import type { StageState } from './stores/stage.ts';
import { assertNever } from '../../shared/result.ts';
import { useApp } from './ui/app-context.ts';
import { ErrorBoundary } from './ui/ErrorBoundary.tsx';
import { LiveRegion } from './ui/LiveRegion.tsx';
import { OverlayContainer } from './ui/overlay-container.ts';
import { Quiet } from './ui/Quiet.tsx';
import { Toasts } from './ui/Toasts.tsx';
import { Unreadable } from './ui/Unreadable.tsx';

/** The whole window. */
export function App() {
  const stage = useStore(useApp().stage.store);
  const [overlay, setOverlay] = useState<HTMLElement | null>(null);
  return (
    <OverlayContainer value={overlay}>
      <ErrorBoundary key={stage.kind}>
        <OnStage stage={stage} />
      </ErrorBoundary>
      <section ref={setOverlay} aria-label="Messages">
        <Toasts />
        <LiveRegion />
      </section>
    </OverlayContainer>
  );
}

function OnStage({ stage }: { stage: StageState }) {
  switch (stage.kind) {
    case 'asking':
      return <Quiet />;
    case 'unknown':
      return <Unreadable reason={stage.reason} />;
    case 'first-start':
      return <FirstStartPage first={stage} />;
    case 'running':
      return <Frame />;
    default:
      return assertNever(stage);
  }
}
