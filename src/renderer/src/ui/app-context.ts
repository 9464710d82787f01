import { createContext, useContext } from 'react';
import type { App } from '../stores/app.ts';

export const AppContext = createContext<App | null>(null);

/** The stores of this window. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('AppContext is missing.');
  return app;
}
