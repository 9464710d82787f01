import { describe, expect, it } from 'vitest';
import { onDisplay } from './display.mjs';

describe('onDisplay', () => {
  it('[SETUP] makes a display on Linux where there is none', () => {
    const [command, args] = onDisplay('electron', ['.'], {}, { platform: 'linux', number: 149 });
    expect(command).toBe('xvfb-run');
    expect(args.slice(0, 3)).toEqual(['-a', '-n', '149']);
    expect(args.slice(-2)).toEqual(['electron', '.']);
  });

  it.each([
    ['linux', { DISPLAY: ':0' }],
    ['darwin', {}],
  ])('[SETUP] uses that of %s with %j', (platform, env) => {
    expect(onDisplay('electron', ['.'], env, { platform })).toEqual(['electron', ['.']]);
  });
});
