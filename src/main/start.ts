/** Composition root: builds a node from a profile and the command line, starts and stops it. The window and `serve` both use it. */
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import type { GrapevineNode } from '../core/node-api.ts';
import type { Logger, Scheduler } from '../core/ports.ts';
import type { SelfView } from '../shared/model.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { createClock } from './adapters/clock.ts';
import { NetworkWatch } from './adapters/network-watch.ts';
import { createRandom } from './adapters/random.ts';
import { createScheduler } from './adapters/scheduler.ts';
import { buildNode } from './build-node.ts';
import type { AppOptions } from './cli/options.ts';
import { readChoice } from './cli/invite-source.ts';
import { settleGroup } from './group-choice.ts';
import { GroupStore } from './group-store.ts';
import { ownAddresses, peerHosts } from './network-choice.ts';
import { describeFault } from './fault.ts';
import { noticePort } from './port-notice.ts';
import { keepSetting } from './keep-setting.ts';
import { keepIdentity } from './profile/keep-identity.ts';
import { openProfile, type Profile } from './profile/profile.ts';
import { WITHOUT_KEYCHAIN, type SecretBox } from './profile/secret-box.ts';
import { PROGRAM } from './program.ts';
import { runSettings, type RunSettings } from './run-settings.ts';
import { createSelf } from './self.ts';
import type { StartError } from './start-error.ts';
import { nodeSettings } from './settings.ts';
import { startLocalApi } from './start-local-api.ts';
import { blockFromSettings, createBlocking, type Blocking } from './blocking.ts';
import { AddressBook, createStaticPeers, type StaticPeers } from './static-peers.ts';
import { Teardown } from './teardown.ts';
import { createReadEntries, DEFAULT_READING_LIMITS } from './transfer/read-entries.ts';
import { plantSeed, readSeed } from './transfer/seed.ts';
import { startEntriesReader } from './transfer/start-entries-reader.ts';

export type { StartError } from './start-error.ts';

/** The program at work. */
export interface RunningApp {
  node: GrapevineNode;
  /** The settings of this run, the command line's included. */
  settings: RunSettings;
  profileDir: string;
  /** Null when the local API could not be started. */
  apiPort: number | null;
  logger: Logger;
  /** From now on each line of the log also goes to `write`. */
  echoLog(write: (line: string) => void): void;
  self(): SelfView;
  onSelfChange(listener: () => void): () => void;
  /** Where the group's keys are kept (GR6). */
  keptIn(): 'file' | 'keychain';
  /** Writes this machine's name to the settings. */
  keepName(name: string): void;
  staticPeers: StaticPeers;
  blocking: Blocking;
  /** Ends everything that was started, the goodbye to the peers included; may be called twice. */
  stop(): Promise<void>;
}

/** Starts the program on its profile. Whatever was started is ended again if a later step fails. */
export async function startApp(
  options: AppOptions,
  secrets: SecretBox = WITHOUT_KEYCHAIN,
): Promise<Result<RunningApp, StartError>> {
  const holder = { pid: process.pid, kind: options.kind, since: Date.now() };
  const profile = await openProfile(options.profile, holder);
  if (!profile.ok) return profile;
  const { log } = profile.value;
  const teardown = new Teardown();
  teardown.add('profile', () => profile.value.close());
  try {
    const started = await startOn(profile.value, options, secrets, teardown);
    if (started.ok) return started;
    log.logger.error('start-refused', { reason: started.error.text });
    await teardown.run(log.logger);
    return started;
  } catch (error) {
    log.logger.error('start-failed', { error: describeFault(error) });
    await teardown.run(log.logger);
    throw error;
  }
}

async function startOn(
  profile: Profile,
  options: AppOptions,
  secrets: SecretBox,
  teardown: Teardown,
): Promise<Result<RunningApp, StartError>> {
  const { logger } = profile.log;
  teardown.add('log', () => logger.info('stopped'));
  const settings = runSettings(profile.settings, options, hostname());
  const choice = await readChoice(options.group);
  const ports = { logger, scheduler: createScheduler(), random: createRandom() };
  const store = new GroupStore({ file: profile.files.group, secrets, logger });
  const ofProfile = { store, isNew: !existsSync(profile.files.state) };
  const group = choice.ok ? await settleGroup(ofProfile, choice.value, ports.random) : choice;
  if (!group.ok) return err({ kind: 'group', text: group.error });
  const hosts = peerHosts(settings.interfaces);
  if (!hosts.ok) return err({ kind: 'interface', text: hosts.error });
  const seed = await readSeed(createReadEntries(startEntriesReader, DEFAULT_READING_LIMITS), settings.seedFile);
  if (!seed.ok) return err({ kind: 'seed', text: seed.error });
  const addresses = new AddressBook(settings.staticPeers);
  const node = await buildNode({ ...profile, group: group.value, store }, settings, hosts.value, addresses, ports);
  teardown.add('settings', () => profile.settingsFile.settled());
  teardown.add('identity', keepIdentity(node, profile));
  teardown.add('node', () => node.stop());
  blockFromSettings(node, settings, nodeSettings(settings, settings.name));
  const begun = await node.start();
  if (!begun.ok) return err({ kind: 'node', text: begun.error.detail });
  if (seed.value !== null) await plantSeed({ node, logger }, seed.value);
  teardown.add('network-watch', watchNetwork(node, ports));
  noticePort(node, 'peer-port', settings.peerPort, node.status().peerPort);
  const staticPeers = createStaticPeers(
    { node, logger, settingsFile: profile.settingsFile, addresses },
    nodeSettings(settings, settings.name),
  );
  const blocking = createBlocking({ node, logger, clock: createClock(), settingsFile: profile.settingsFile });
  const keptIn = (): 'file' | 'keychain' => store.keptIn;
  const around = await surround(node, profile, settings, ports.scheduler, teardown);
  return ok({ ...around, keptIn, staticPeers, blocking });
}

/** Another network, or a wake from sleep: everybody is looked for, greeted and compared with again (PD6). */
function watchNetwork(
  node: GrapevineNode,
  { logger, scheduler }: { logger: Logger; scheduler: Scheduler },
): () => void {
  const watch = new NetworkWatch({ clock: createClock(), scheduler }, {}, ({ kind }) => {
    logger.info('network-changed', { kind });
    node.syncNow();
  });
  watch.start();
  return () => watch.stop();
}

function discoveryOf({ mdns }: RunSettings): SelfView['discovery'] {
  return { looks: mdns.enabled, announces: mdns.enabled && mdns.announce };
}

/** Puts around the running node what the shell and `serve` use. */
async function surround(
  node: GrapevineNode,
  profile: Profile,
  settings: RunSettings,
  scheduler: Scheduler,
  teardown: Teardown,
): Promise<Omit<RunningApp, 'keptIn' | 'staticPeers' | 'blocking'>> {
  const { logger } = profile.log;
  const localApi = await startLocalApi(node, profile, settings);
  teardown.add('local-api', () => localApi.stop());
  const { apiPort } = localApi;
  profile.noteApi(apiPort);
  const addresses = (): string[] => ownAddresses(settings.interfaces);
  const self = createSelf(
    { node, scheduler, addresses },
    { apiPort, program: PROGRAM, discovery: discoveryOf(settings) },
  );
  self.start();
  teardown.add('self', () => self.stop());
  logger.info('started', { program: PROGRAM, peerPort: node.status().peerPort, apiPort });
  return {
    node,
    settings,
    profileDir: profile.dir,
    apiPort,
    logger,
    echoLog: (write) => profile.log.echoTo(write),
    self: () => self.view(),
    onSelfChange: (listener) => self.onChange(listener),
    keepName: (name) => {
      void keepSetting({ node, logger, settingsFile: profile.settingsFile }, 'The name', () => ({ name }));
    },
    stop: () => teardown.run(logger),
  };
}
