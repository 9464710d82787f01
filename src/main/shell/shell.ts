/** The program with a window: joins the node, the window and the bridge between them, and ends all three together. */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { app, clipboard, ipcMain, Menu, safeStorage, session } from 'electron';
import { createClock } from '../adapters/clock.ts';
import { createRandom } from '../adapters/random.ts';
import { createScheduler } from '../adapters/scheduler.ts';
import type { Scheduler } from '../../core/ports.ts';
import type { AppOptions } from '../cli/options.ts';
import type { Output } from '../cli/output.ts';
import { describeFault } from '../fault.ts';
import { forgetChoice, isFresh, setGroupAside } from '../profile/left-group.ts';
import { profileFiles } from '../profile/paths.ts';
import type { SecretBox } from '../profile/secret-box.ts';
import { nameFromHost } from '../run-settings.ts';
import type { RunningApp } from '../start.ts';
import { tellJson } from '../tell-json.ts';
import { createReadEntries, DEFAULT_READING_LIMITS } from '../transfer/read-entries.ts';
import { startEntriesReader } from '../transfer/start-entries-reader.ts';
import { serveAppScheme } from './asset-protocol.ts';
import { createDeferredLogger } from './deferred-logger.ts';
import { tellFatal } from './fatal.ts';
import { createHandlers } from './handlers.ts';
import { hardenSession } from './hardening.ts';
import { createIpc, type Ipc } from './ipc.ts';
import { createKeychain } from './keychain.ts';
import { menuTemplate } from './menu.ts';
import { createNodeSession, type NodeSession } from './node-session.ts';
import { Stages } from './stages.ts';
import { isTrusted, senderOf } from './sender.ts';
import { createShutdown } from './shutdown.ts';
import { openWindow, type AppWindow } from './window.ts';

export interface ShellSettings {
  options: AppOptions;
  /** The folder of the built program: it holds `main`, `preload` and `renderer`. */
  builtFolder: string;
  /** The development server's page, if it is to be shown instead of the built one. */
  development: URL | null;
  out: Output;
  errors: Output;
}

/** How long the goodbye to the peers may take. */
const SHUTDOWN_LIMIT_MS = 3_000;

export class Shell {
  readonly #settings: ShellSettings;
  readonly #logger = createDeferredLogger();
  readonly #stages: Stages;
  readonly #keychain: SecretBox;
  readonly #ipc: Ipc;
  readonly #end: (code: number) => void;
  /** Settles when the person or the system asks the program to end. */
  readonly #asked = Promise.withResolvers<undefined>();
  #window: AppWindow | null = null;
  #running: RunningApp | null = null;
  /** Why the program has to end, once it does; a sentence for people. */
  #fatal: string | null = null;

  constructor(settings: ShellSettings) {
    this.#settings = settings;
    const scheduler = createScheduler();
    this.#keychain = createKeychain({ safeStorage, ready: app.whenReady() }, process.platform);
    const files = profileFiles(settings.options.profile);
    this.#stages = new Stages({
      options: settings.options,
      newSession: (options) => this.#newSession(options, scheduler),
      random: createRandom(),
      machineName: nameFromHost(hostname()),
      platform: process.platform,
      profile: {
        isFresh: () => isFresh(files),
        forgetChoice: () => forgetChoice(files),
        setAside: () => setGroupAside(files, Date.now()),
      },
      reload: () => this.#window?.reload(),
      onStarted: (running) => this.#started(running),
    });
    this.#ipc = createIpc({
      ipcMain,
      handlers: createHandlers(this.#stages, (text) => clipboard.writeText(text)),
      isTrusted: (event) => isTrusted(senderOf(event), this.#window?.id ?? null, settings.development),
      logger: this.#logger,
    });
    this.#end = createShutdown(
      { stop: () => this.#stop(), exit: (code) => void this.#exit(code), scheduler },
      { limitMs: SHUTDOWN_LIMIT_MS },
    );
  }

  /** Runs until the window closes, the program is told to end, or something fails that cannot be mended. */
  run(): void {
    process.on('uncaughtException', (error) => this.#crash(error));
    process.on('unhandledRejection', (reason) => this.#crash(reason));
    app.on('second-instance', () => this.#window?.bringToFront());
    app.on('window-all-closed', () => this.#end(0));
    // Of the menu, and of SIGTERM, SIGINT and SIGHUP: Electron takes these from Node. A second signal kills.
    app.on('before-quit', (event) => {
      event.preventDefault();
      this.#asked.resolve(undefined);
      this.#end(0);
    });
    // Side by side: the page's first question waits for the node.
    void this.#begin();
    void app.whenReady().then(() => this.#open());
  }

  #open(): void {
    if (this.#fatal !== null) return;
    const { builtFolder, development } = this.#settings;
    hardenSession(session.defaultSession, development);
    serveAppScheme(join(builtFolder, 'renderer'));
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, !app.isPackaged)));
    this.#ipc.start();
    this.#window = openWindow(this.#logger, {
      placeFile: join(app.getPath('userData'), 'place.json'),
      preloadPath: join(builtFolder, 'preload/index.cjs'),
      development,
      developerTools: !app.isPackaged,
    });
    this.#showName();
  }

  #newSession(options: AppOptions, scheduler: Scheduler): NodeSession {
    return createNodeSession({
      startApp: async () => {
        const { startApp } = await import('../start.ts');
        return startApp(options, this.#keychain);
      },
      scheduler,
      clock: createClock(),
      dialogs: {
        chooseFile: async () => (await this.#window?.dialogs.chooseFile()) ?? null,
        chooseTarget: async (defaultName) => (await this.#window?.dialogs.chooseTarget(defaultName)) ?? null,
      },
      readEntries: createReadEntries(startEntriesReader, DEFAULT_READING_LIMITS),
      send: (batch) => this.#window?.send(batch),
    });
  }

  async #begin(): Promise<void> {
    const begun = await this.#stages.begin();
    if (!begun.ok) this.#fail(begun.error.text);
  }

  #started(running: RunningApp): void {
    this.#logger.open(running.logger);
    if (this.#settings.options.json) tellJson(running, this.#settings.out);
    this.#running = running;
    this.#showName();
    running.onSelfChange(() => this.#showName());
  }

  #showName(): void {
    if (this.#running !== null) this.#window?.setMachineName(this.#running.self().name);
  }

  #crash(cause: unknown): void {
    this.#logger.error('unexpected-fault', { error: describeFault(cause) });
    const { log } = profileFiles(this.#settings.options.profile);
    this.#fail(`Grapevine met an error that it cannot go on after. Start it again; ${log} says what happened.`);
  }

  #fail(sentence: string): void {
    this.#fatal ??= sentence;
    this.#end(1);
  }

  async #stop(): Promise<void> {
    this.#window?.dismiss();
    this.#ipc.stop();
    await this.#stages.stop();
  }

  async #exit(code: number): Promise<void> {
    const { options, errors } = this.#settings;
    if (this.#fatal !== null) await Promise.race([tellFatal(this.#fatal, errors, options.json), this.#asked.promise]);
    app.exit(this.#fatal === null ? code : 1);
  }
}
