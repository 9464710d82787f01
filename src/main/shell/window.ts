/** The one window: where it was last time, its title, its icon, and what happens when its page fails. */
import { BrowserWindow, nativeTheme, screen, type WebPreferences } from 'electron';
import iconPath from '../../../resources/icon.png?asset';
import type { Logger } from '../../core/ports.ts';
import { EVENT_CHANNEL, type EventBatch } from '../../shared/ipc.ts';
import { createFileDialogs, type FileDialogs } from '../transfer/file-dialogs.ts';
import { APP_PAGE } from './navigation.ts';
import { readPlace, writePlace } from './place-file.ts';
import { MIN_HEIGHT, MIN_WIDTH, placeWindow, serializePlace, type WindowPlace } from './window-bounds.ts';

export interface WindowSettings {
  /** Where the window's place is kept. */
  placeFile: string;
  preloadPath: string;
  /** The development server's page; null shows the built one. */
  development: URL | null;
  developerTools: boolean;
}

export interface AppWindow {
  /** Of its web contents. */
  readonly id: number;
  /** Before this window. */
  readonly dialogs: FileDialogs;
  send(batch: EventBatch): void;
  /** Names this machine in the title. */
  setMachineName(name: string): void;
  bringToFront(): void;
  /** Loads the page anew. */
  reload(): void;
  /** Notes its place and takes it away at once, whatever the page is doing. */
  dismiss(): void;
}

/** What is on the screen before the page is: the page's own background (its token `--bg`), so that nothing flashes. */
const BACKGROUND = { dark: '#111113', light: '#fcfcfd' };
/** How often a page that died is loaded again before the window gives up. */
const MAX_RELOADS = 3;

/** Opens the window, which shows itself once its page is drawn. */
export function openWindow(logger: Logger, settings: WindowSettings): AppWindow {
  const displays = screen.getAllDisplays().map((display) => display.workArea);
  const place = placeWindow(readPlace(settings.placeFile), displays);
  const window = createWindow(place, settings);
  const keepPlace = (): void =>
    writePlace(settings.placeFile, serializePlace(window.getNormalBounds(), window.isMaximized()), logger);
  window.on('close', keepPlace);
  // The title names this machine; the page has no part in it.
  window.on('page-title-updated', (event) => event.preventDefault());
  reviveOnCrash(window, logger);
  window.loadURL(settings.development?.href ?? APP_PAGE).catch((error: unknown) => {
    logger.error('page-not-loaded', { error: String(error) });
  });
  return appWindow(window, keepPlace);
}

function createWindow(place: WindowPlace, { preloadPath, developerTools }: WindowSettings): BrowserWindow {
  const webPreferences: WebPreferences = {
    preload: preloadPath,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    spellcheck: false,
    navigateOnDragDrop: false,
    devTools: developerTools,
  };
  const window = new BrowserWindow({
    ...place.position,
    width: place.width,
    height: place.height,
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    show: false,
    title: 'Grapevine',
    icon: iconPath,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences,
  });
  window.once('ready-to-show', () => {
    if (place.maximized) window.maximize();
    window.show();
  });
  return window;
}

function appWindow(window: BrowserWindow, keepPlace: () => void): AppWindow {
  const whileOpen = (act: () => void): void => {
    if (!window.isDestroyed()) act();
  };
  return {
    id: window.webContents.id,
    dialogs: createFileDialogs(window),
    send: (batch) => whileOpen(() => window.webContents.send(EVENT_CHANNEL, batch)),
    setMachineName: (name) => whileOpen(() => window.setTitle(`Grapevine – ${name}`)),
    bringToFront: () =>
      whileOpen(() => {
        if (window.isMinimized()) window.restore();
        window.show();
        window.focus();
      }),
    reload: () => whileOpen(() => window.webContents.reload()),
    dismiss: () =>
      whileOpen(() => {
        keepPlace();
        window.destroy();
      }),
  };
}

/** The node goes on when the page dies, and a page that is loaded again fetches everything anew. */
function reviveOnCrash(window: BrowserWindow, logger: Logger): void {
  let reloads = 0;
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    logger.error('page-died', { reason, exitCode });
    if (reason === 'clean-exit' || reloads === MAX_RELOADS) return;
    reloads += 1;
    window.webContents.reload();
  });
}
