import { describe, expect, it } from 'vitest';
import { planWindow } from './window-plan.mjs';

const SUID_ROOT = { uid: 0, mode: 0o104755 };
const ORDINARY = { uid: 1000, mode: 0o100755 };

function facts(given: Partial<Parameters<typeof planWindow>[1]> = {}) {
  return {
    platform: 'linux',
    env: { DISPLAY: ':0' },
    isRoot: false,
    sandboxHelper: ORDINARY,
    read: () => null,
    ...given,
  };
}

describe('planWindow', () => {
  it.each(['darwin', 'win32'])('[SETUP] opens a window on %s as it is', (platform) => {
    expect(planWindow('/electron', facts({ platform, env: {} }))).toEqual({ window: true, switches: [], note: null });
  });

  it('[SETUP] opens none on Linux without a display', () => {
    expect(planWindow('/electron', facts({ env: {} }))).toEqual({ window: false });
  });

  it('[SETUP] takes Wayland for a display', () => {
    expect(planWindow('/electron', facts({ env: { WAYLAND_DISPLAY: 'wayland-0' } })).window).toBe(true);
  });

  it('[SETUP] goes without the sandbox as root, and says so', () => {
    const plan = planWindow('/electron', facts({ isRoot: true }));
    expect(plan).toMatchObject({ switches: ['--no-sandbox'], note: expect.stringContaining('--no-sandbox') as string });
  });

  it('[SETUP] keeps the sandbox where user namespaces work', () => {
    expect(planWindow('/electron', facts())).toMatchObject({ switches: [] });
  });

  const closed = [
    ['/proc/sys/kernel/unprivileged_userns_clone', '0'],
    ['/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1'],
    ['/proc/sys/user/max_user_namespaces', '0'],
  ] as const;

  it.each(closed)('[SETUP] keeps the sandbox with the helper where %s is %s', (path, text) => {
    const read = (asked: string) => (asked === path ? text : null);
    expect(planWindow('/electron', facts({ read, sandboxHelper: SUID_ROOT }))).toMatchObject({ switches: [] });
  });

  it.each(closed)('[SETUP] gives the command that mends the helper where %s is %s', (path, text) => {
    const read = (asked: string) => (asked === path ? text : null);
    const mend = "sudo chown root:root '/electron/chrome-sandbox' && sudo chmod 4755 '/electron/chrome-sandbox'";
    for (const sandboxHelper of [ORDINARY, null, { uid: 0, mode: 0o100755 }]) {
      expect(() => planWindow('/electron', facts({ read, sandboxHelper }))).toThrow(mend);
    }
  });
});
