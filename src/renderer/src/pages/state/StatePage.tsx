import { useStore } from 'zustand';
import { useApp } from '../../ui/app-context.ts';
import { PastPage } from './past/PastPage.tsx';
import { PresentPage } from './PresentPage.tsx';

/** Every key with its value: as it is, or as it was. */
export function StatePage() {
  const then = useStore(useApp().past.store, (state) => state.view);
  return then === null ? <PresentPage /> : <PastPage view={then} />;
}
