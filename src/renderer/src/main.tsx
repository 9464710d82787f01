import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './styles/tokens.css';
import './styles/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { GrapevineBridge } from '../../shared/ipc.ts';
import { App } from './App.tsx';
import { createApp } from './stores/app.ts';
import { browserTimers } from './stores/timers.ts';
import { followSystemTheme } from './theme.ts';
import { AppContext } from './ui/app-context.ts';
import { ErrorBoundary } from './ui/ErrorBoundary.tsx';
import { TooltipProvider } from './ui/Tooltip.tsx';

declare global {
  interface Window {
    /** Exposed by the preload script. */
    readonly grapevine: GrapevineBridge;
  }
}

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root element.');

followSystemTheme(document.documentElement);
const app = createApp({ bridge: window.grapevine, timers: browserTimers });
app.start();

createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <AppContext value={app}>
        <TooltipProvider delayDuration={400}>
          <App />
        </TooltipProvider>
      </AppContext>
    </ErrorBoundary>
  </StrictMode>,
);
