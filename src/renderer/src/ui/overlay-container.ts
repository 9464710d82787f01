import { createContext } from 'react';

/** Where tooltips go: a modal dialog lies above the rest of the page, so inside one they must be its children. */
export const OverlayContainer = createContext<HTMLElement | null>(null);
