/**
 * What the window is at:
 *
 *     choosing a group ──chosen, and the node started──▶ running
 *            ▲                                              │
 *            └────────────────── left ──────────────────────┘
 *
 * A profile that has a group, or a start that names one, is running from the beginning.
 */
import { inviteCode, readInviteCode, type GroupSecret } from '../../core/group/invite-code.ts';
import type { Random } from '../../core/ports.ts';
import type { RequestOf } from '../../shared/ipc.ts';
import type { ChoiceFault, Stage } from '../../shared/ipc-group.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { AppOptions } from '../cli/options.ts';
import { newSecret } from '../group-choice.ts';
import { nameSchema } from '../settings.ts';
import type { RunningApp, StartError } from '../start.ts';
import { choiceFault } from './choice-fault.ts';
import type { HandlerTarget } from './handlers.ts';
import type { NodeSession } from './node-session.ts';

export interface StagesComponents {
  options: AppOptions;
  /** A session that is not started yet. */
  newSession: (options: AppOptions) => NodeSession;
  random: Pick<Random, 'bytes'>;
  /** What the machine is called unless its user says something else. */
  machineName: string;
  platform: string;
  profile: {
    /** Whether there is no group and no state yet. */
    isFresh(): boolean;
    /** A choice that did not lead to a start is forgotten. */
    forgetChoice(): Promise<void>;
    /** Puts group, state and history where no start finds them. */
    setAside(): Promise<Result<void, string>>;
  };
  /** Shows the page anew. */
  reload: () => void;
  onStarted: (running: RunningApp) => void;
}

type Choice = RequestOf<'chooseGroup'>;

export class Stages {
  readonly #parts: StagesComponents;
  #session: NodeSession | null = null;
  /** Those who ask for the node wait until there is one. */
  #target = Promise.withResolvers<HandlerTarget>();
  /** Of the group that would be started. */
  #offered: GroupSecret | null = null;
  #busy = false;

  constructor(components: StagesComponents) {
    this.#parts = components;
  }

  target(): Promise<HandlerTarget> {
    return this.#target.promise;
  }

  /** Starts the node unless there is a group to choose first. */
  async begin(): Promise<Result<void, StartError>> {
    const { options, profile } = this.#parts;
    if (options.group.kind === 'as-is' && profile.isFresh()) {
      this.#offer();
      return ok(undefined);
    }
    return this.#start(options);
  }

  stage(): Stage {
    const { machineName, platform, options } = this.#parts;
    if (this.#offered === null) return { kind: 'running' };
    return { kind: 'first-start', name: options.name ?? machineName, code: inviteCode(this.#offered), platform };
  }

  async choose(choice: Choice): Promise<Result<null, ChoiceFault>> {
    const asked = this.#optionsFor(choice);
    if (!asked.ok) return asked;
    if (this.#busy) return fault('start', 'This is being done already.');
    this.#busy = true;
    const started = await this.#start(asked.value);
    this.#busy = false;
    if (started.ok) return ok(null);
    await this.#parts.profile.forgetChoice();
    return fault('start', started.error.text);
  }

  /** Ends the node and sets aside what it held; the page begins anew. */
  async leave(): Promise<Result<null, string>> {
    if (this.#busy || this.#session === null) return err('There is no group to leave now.');
    this.#busy = true;
    await this.#session.stop();
    const aside = await this.#parts.profile.setAside();
    this.#session = null;
    this.#target = Promise.withResolvers();
    if (aside.ok) this.#offer();
    else await this.#start({ ...this.#parts.options, group: { kind: 'as-is' } });
    this.#busy = false;
    if (!aside.ok) return aside;
    this.#parts.reload();
    return ok(null);
  }

  async stop(): Promise<void> {
    await this.#session?.stop();
  }

  #offer(): void {
    this.#offered = newSecret(this.#parts.random);
  }

  #optionsFor({ name, group }: Choice): Result<AppOptions, ChoiceFault> {
    const { options } = this.#parts;
    if (this.#offered === null) return fault('start', 'This machine has a group already.');
    const checked = nameSchema.safeParse(name.trim());
    if (!checked.success) return fault('name', `It ${checked.error.issues[0]?.message ?? 'cannot be used'}.`);
    const named = { ...options, name: checked.data };
    if (group.kind !== 'join')
      return ok({ ...named, group: group.kind === 'open' ? group : { kind: 'new', secret: this.#offered } });
    const secret = readInviteCode(group.code);
    return secret.ok ? ok({ ...named, group }) : err(choiceFault(secret.error));
  }

  async #start(options: AppOptions): Promise<Result<void, StartError>> {
    const session = this.#parts.newSession(options);
    this.#session = session;
    const started = await session.start();
    if (!started.ok) {
      this.#session = null;
      return started;
    }
    if (this.#offered !== null) started.value.keepName(options.name ?? this.#parts.machineName);
    this.#offered = null;
    this.#target.resolve(session.target);
    this.#parts.onStarted(started.value);
    return ok(undefined);
  }
}

const fault = (field: ChoiceFault['field'], reason: string): { ok: false; error: ChoiceFault } =>
  err({ field, reason, groups: [] });
