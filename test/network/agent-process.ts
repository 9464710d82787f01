import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Announcement, Candidate } from '../../src/core/ports.ts';
import { until } from '../../src/main/adapters/mdns/testing/loopback-harness.ts';
import type { AgentCommand, AgentOptions, AgentReport } from './mdns-agent.ts';

const SCRIPT = resolve(import.meta.dirname, 'mdns-agent.ts');

/** A running `mdns-agent.ts`. */
export interface Agent {
  /** Everything it found so far. */
  candidates: Candidate[];
  announce(self: Announcement): void;
  /** Resolves when it has stopped and exited by itself. */
  stop(): Promise<void>;
  /** As a crash: no goodbye. Resolves when it is gone; may be called twice. */
  kill(): Promise<void>;
}

/** Starts an agent, in a network namespace if one is named; resolves once its provider has started. */
export async function startAgent(options: AgentOptions, namespace: string | null = null): Promise<Agent> {
  const command = [process.execPath, '--disable-warning=ExperimentalWarning', SCRIPT, JSON.stringify(options)];
  const [file = '', ...args] = namespace === null ? command : ['ip', 'netns', 'exec', namespace, ...command];
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' };
  const child = spawn(file, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const reports: AgentReport[] = [];
  const agent = agentOf(child);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const report = JSON.parse(line) as AgentReport;
    reports.push(report);
    if (report.kind === 'candidate') agent.candidates.push(report.candidate);
  });
  await until(() => reports.some(({ kind }) => kind === 'started') || child.exitCode !== null, 'the agent starts');
  if (child.exitCode !== null) throw new Error(`The agent ended with code ${child.exitCode}.`);
  return agent;
}

function agentOf(child: ChildProcess): Agent {
  const exited = once(child, 'exit');
  const tell = (command: AgentCommand): void => void child.stdin?.write(`${JSON.stringify(command)}\n`);
  return {
    candidates: [],
    announce: (self) => tell({ kind: 'announce', self }),
    stop: async () => {
      tell({ kind: 'stop' });
      await exited;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
