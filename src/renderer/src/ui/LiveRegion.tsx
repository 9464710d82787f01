import { useStore } from 'zustand';
import { useApp } from './app-context.ts';
import { Hidden } from './Hidden.tsx';

/** The window's one live region: sync status, results of what the user did. */
export function LiveRegion() {
  const { text, turn } = useStore(useApp().announcer.store);
  return (
    <Hidden>
      <span role="status" aria-live="polite">
        <span key={turn}>{text}</span>
      </span>
    </Hidden>
  );
}
