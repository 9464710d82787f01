import { useEffect, useEffectEvent } from 'react';

/** Whether somebody is typing, in a shadow root too. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** Whether the focus is in a menu or a panel, where letters and keys have a meaning of their own. */
function isInOverlay({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest('[role="menu"], [role="dialog"]') !== null;
}

function isDialogOpen(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

function useWindowKeys(handle: (event: KeyboardEvent) => void): void {
  const onKey = useEffectEvent(handle);
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      if (!event.defaultPrevented && !isDialogOpen()) onKey(event);
    };
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}

/** Acts on a key anywhere on the page, unless somebody is typing, or a dialog, a panel or a menu is open. */
export function useShortcut(key: string, act: () => void): void {
  useWindowKeys((event) => {
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    if (event.key.toLowerCase() !== key.toLowerCase() || modified || isTyping(event) || isInOverlay(event)) return;
    event.preventDefault();
    act();
  });
}

/** Acts on Ctrl (Cmd) and a key, unless a dialog is open; `inFields` also while somebody is typing. */
export function useModShortcut(key: string, act: () => void, inFields: boolean): void {
  useWindowKeys((event) => {
    const modified = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (event.key.toLowerCase() !== key || !modified || (!inFields && isTyping(event))) return;
    event.preventDefault();
    act();
  });
}
