import { describe, expect, it } from 'vitest';
import { createScheduler } from '../adapters/scheduler.ts';
import type { Output } from './output.ts';
import { runCommand } from './run-command.ts';

interface Written extends Output {
  text: string;
}

const written = (): Written => ({
  text: '',
  write(text) {
    this.text += text;
  },
  line(text) {
    this.text += `${text}\n`;
  },
  drained: () => Promise.resolve(),
});

async function run(argv: string[]): Promise<{ code: number; out: string; errors: string }> {
  const out = written();
  const errors = written();
  const onRunning = (): never => {
    throw new Error('no node should have been started');
  };
  const code = await runCommand(argv, {
    out,
    errors,
    scheduler: createScheduler(),
    asked: Promise.resolve(),
    onRunning,
  });
  return { code, out: out.text, errors: errors.text };
}

describe('runCommand', () => {
  it.each([
    [[], 'Say what to do: grapevine serve, or grapevine --help.'],
    [['srve'], '"srve" is not a command. Did you mean "serve"?'],
    [['dance'], '"dance" is not a command. See grapevine --help.'],
    [['--open', 'serve'], '"--open" is not a command. See grapevine --help.'],
    [['serve', '--peer-port', 'x'], '--peer-port "x" is not a port number from 0 to 65535.'],
    [['serve', 'now'], '"now" is not expected here.'],
  ])('[LA5] refuses %j in one line, with code 2', async (argv, sentence) => {
    expect(await run(argv)).toEqual({ code: 2, out: '', errors: `grapevine: ${sentence}\n` });
  });

  it.each([[['--help']], [['-h']], [['help']], [['serve', '--help']], [['dance', '--help']]])(
    '[LA5] explains itself for %j',
    async (argv) => {
      const { code, out, errors } = await run(argv);
      expect({ code, errors }).toEqual({ code: 0, errors: '' });
      for (const option of ['serve', '--profile DIR', '--peer HOST[:PORT]', '--seed FILE', '--json'])
        expect(out).toContain(option);
    },
  );

  it('[LA5] tells its version', async () => {
    expect(await run(['--version'])).toMatchObject({ code: 0, out: expect.stringMatching(/^Grapevine \d/) as string });
  });
});
