/** Takes from the window everything that a page of ours never needs (ARCHITECTURE.md, "Electron"). */
import type { App, Session, WebContents } from 'electron';
import { developmentPolicy } from './content-security-policy.ts';
import { mayLoad, mayNavigate } from './navigation.ts';

interface Refusable {
  preventDefault(): void;
}

/** No permission, no device, no download, no request beyond our own files. */
export function hardenSession(session: Session, development: URL | null): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  // Off is not enough: with a language chosen Chromium would fetch its dictionary from the Internet all the same.
  session.setSpellCheckerEnabled(false);
  session.setSpellCheckerLanguages([]);
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !mayLoad(details.url, development) });
  });
  if (development !== null) relaxForDevelopment(session, development);
}

function relaxForDevelopment(session: Session, development: URL): void {
  const policy = developmentPolicy(development);
  session.webRequest.onHeadersReceived((details, answer) => {
    answer({ responseHeaders: { ...details.responseHeaders, 'Content-Security-Policy': [policy] } });
  });
}

/** No navigation, no further windows, no web views: for every web contents there will ever be. */
export function hardenContents(app: App, development: URL | null): void {
  app.on('web-contents-created', (_event, contents) => {
    refuseLeaving(contents, development);
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-attach-webview', (event: Refusable) => {
      event.preventDefault();
    });
  });
}

function refuseLeaving(contents: WebContents, development: URL | null): void {
  const refuse = (event: Refusable & { url: string }): void => {
    if (!mayNavigate(event.url, development)) event.preventDefault();
  };
  contents.on('will-navigate', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-redirect', refuse);
}
