import { describe, expect, it } from 'vitest';
import { inviteCode, SECRET_BYTES, type GroupSecret } from '../../core/group/invite-code.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { AppOptions } from '../cli/options.ts';
import type { RunningApp, StartError } from '../start.ts';
import { loopbackOptions } from '../testing/app-options.ts';
import type { HandlerTarget } from './handlers.ts';
import { Stages } from './stages.ts';

const OFFERED = new Uint8Array(SECRET_BYTES).fill(7) as Uint8Array as GroupSecret;
const CODE = inviteCode(OFFERED);

interface SetUp {
  options?: Partial<AppOptions>;
  /** Whether the profile has no group yet. */
  fresh?: boolean;
}

function setUp({ options = {}, fresh = true }: SetUp = {}) {
  const log: string[] = [];
  const asked: AppOptions[] = [];
  const machine = { fresh, refusal: null as string | null, aside: ok(undefined) as Result<void, string> };
  const running = { keepName: (name: string) => void log.push(`kept ${name}`) } as Partial<RunningApp> as RunningApp;
  const stages = new Stages({
    options: loopbackOptions('/profile', { name: undefined, group: { kind: 'as-is' }, ...options }),
    newSession: (given) => {
      asked.push(given);
      return {
        target: Promise.resolve({ mark: asked.length } as unknown as HandlerTarget),
        start: () => {
          const refused: Result<RunningApp, StartError> = err({ kind: 'node', text: machine.refusal ?? '' });
          return Promise.resolve(machine.refusal === null ? ok(running) : refused);
        },
        stop: () => (log.push('stopped'), Promise.resolve()),
      };
    },
    random: { bytes: () => OFFERED },
    machineName: 'desk-1',
    platform: 'linux',
    profile: {
      isFresh: () => machine.fresh,
      forgetChoice: () => (log.push('forgot'), Promise.resolve()),
      setAside: () => (log.push('set aside'), Promise.resolve(machine.aside)),
    },
    reload: () => void log.push('reloaded'),
    onStarted: () => void log.push('started'),
  });
  return { stages, log, asked, machine };
}

describe('the stages of the window', () => {
  it('[GR7] start the node at once on a profile with a group, and on one that was told which', async () => {
    for (const how of [{ fresh: false }, { options: { group: { kind: 'open' as const } } }]) {
      const { stages, log } = setUp(how);
      expect(await stages.begin()).toEqual(ok(undefined));
      expect([stages.stage(), log]).toEqual([{ kind: 'running' }, ['started']]);
    }
  });

  it('[GR7] offer a group on a new profile, and start the very one whose code was shown', async () => {
    const { stages, log, asked } = setUp();
    await stages.begin();
    expect(stages.stage()).toEqual({ kind: 'first-start', name: 'desk-1', code: CODE, platform: 'linux' });
    expect(asked).toEqual([]);
    expect(await stages.choose({ name: ' Reception ', group: { kind: 'new' } })).toEqual(ok(null));
    expect(asked).toMatchObject([{ name: 'Reception', group: { kind: 'new', secret: OFFERED } }]);
    expect([stages.stage(), log]).toEqual([{ kind: 'running' }, ['kept Reception', 'started']]);
    expect(await stages.target()).toEqual({ mark: 1 });
  });

  it.each([
    [{ name: '', group: { kind: 'open' as const } }, 'name', [], /^It needs at least one character\.$/],
    [
      { name: 'x', group: { kind: 'join' as const, code: CODE.replace('-', 'U') } },
      'code',
      [2],
      /second group of four/,
    ],
  ])('[GR1] refuse %j beside its field, and nothing has begun', async (choice, field, groups, reason) => {
    const { stages, asked } = setUp();
    await stages.begin();
    const refused = await stages.choose(choice);
    expect(refused).toEqual(err({ field, groups, reason: expect.stringMatching(reason) as string }));
    expect([asked, stages.stage().kind]).toEqual([[], 'first-start']);
  });

  it('[GR7] forget a choice with which the node did not start, so that another can be made', async () => {
    const { stages, log, machine } = setUp();
    await stages.begin();
    machine.refusal = 'There is no such interface.';
    const refused = err({ field: 'start', groups: [], reason: 'There is no such interface.' });
    expect(await stages.choose({ name: 'x', group: { kind: 'open' } })).toEqual(refused);
    expect([stages.stage().kind, log]).toEqual(['first-start', ['forgot']]);
    machine.refusal = null;
    expect(await stages.choose({ name: 'x', group: { kind: 'open' } })).toEqual(ok(null));
    expect(stages.stage()).toEqual({ kind: 'running' });
  });

  it('[GR7] begin anew when the group was left', async () => {
    const { stages, log } = setUp({ fresh: false });
    await stages.begin();
    expect(await stages.leave()).toEqual(ok(null));
    expect(log).toEqual(['started', 'stopped', 'set aside', 'reloaded']);
    expect(stages.stage().kind).toBe('first-start');
    expect(await stages.leave()).toMatchObject({ ok: false });
  });

  it('[GR7] go on in the group when it could not be left, and say why', async () => {
    const { stages, log, machine } = setUp({ fresh: false });
    await stages.begin();
    machine.aside = err('The disk is full.');
    expect(await stages.leave()).toEqual(err('The disk is full.'));
    expect(log).toEqual(['started', 'stopped', 'set aside', 'started']);
    expect([stages.stage(), await stages.target()]).toEqual([{ kind: 'running' }, { mark: 2 }]);
  });
});
