/**
 * A process that runs the mDNS provider alone, for tests that kill it or put it into another network namespace.
 * Argument: {@link AgentOptions} as JSON. Prints one {@link AgentReport} a line; obeys one {@link AgentCommand} a line.
 */
import { createInterface } from 'node:readline';
import type { Announcement, Candidate } from '../../src/core/ports.ts';
import { createMdnsProvider } from '../../src/main/adapters/mdns/provider.ts';
import type { MdnsSettings } from '../../src/main/adapters/mdns/settings.ts';
import { realComponents } from '../../src/main/adapters/mdns/testing/loopback-harness.ts';

export interface AgentOptions {
  self: Announcement;
  settings: Partial<MdnsSettings>;
}

export type AgentCommand = { kind: 'announce'; self: Announcement } | { kind: 'stop' };
export type AgentReport = { kind: 'started' } | { kind: 'candidate'; candidate: Candidate } | { kind: 'stopped' };

const report = (line: AgentReport): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

/** The process ends by itself once the provider has let go of everything. */
async function stop(): Promise<void> {
  await provider.stop();
  report({ kind: 'stopped' });
  process.stdin.destroy();
}

const { self, settings } = JSON.parse(process.argv[2] ?? '') as AgentOptions;
const provider = createMdnsProvider(realComponents(), settings);
const commands = createInterface({ input: process.stdin });
commands.on('line', (line) => {
  const command = JSON.parse(line) as AgentCommand;
  if (command.kind === 'announce') provider.announce(command.self);
  else commands.close();
});
commands.on('close', () => void stop());
await provider.start(self, (candidate) => report({ kind: 'candidate', candidate }));
report({ kind: 'started' });
