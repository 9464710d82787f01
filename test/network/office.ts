import { createHost, type Host } from './host.ts';
import { createLab, type Lab, type LabSettings } from './namespaces.ts';

/** Several hosts on a network of their own. */
export interface Office {
  lab: Lab;
  hosts: Host[];
  remove(): Promise<void>;
}

/** Hosts with addresses from 10.78.0.1 on, none of which knows any other; null when this system does not let us make namespaces. */
export async function openOffice(count: number, settings?: LabSettings): Promise<Office | null> {
  const lab = await createLab(
    Array.from({ length: count }, (_, index) => `10.78.0.${index + 1}/24`),
    settings,
  );
  if (lab === null) return null;
  try {
    const places = lab.machines.map((machine, index) => ({ machine, name: `desk-${index + 1}`, folder: lab.folder }));
    const hosts = await Promise.all(places.map(createHost));
    await Promise.all(hosts.map((host) => host.start()));
    return { lab, hosts, remove: () => lab.remove() };
  } catch (error) {
    await lab.remove();
    throw error;
  }
}

/** Names of those that a host has as alive. */
export async function aliveAt({ api }: Host): Promise<string[]> {
  const peers = await api.peers();
  return peers.filter(({ state }) => state.kind === 'alive').map(({ name }) => name);
}

/** How many different digests the hosts have, and how many entries each. */
export async function standing(hosts: readonly Host[]): Promise<{ digests: number; entries: number[] }> {
  const all = await Promise.all(hosts.map(({ api }) => api.status()));
  return { digests: new Set(all.map(({ digest }) => digest)).size, entries: all.map(({ entries }) => entries) };
}

/** One write after another, each to the next of the hosts. */
export async function writeInTurn(hosts: readonly Host[], prefix: string, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1)
    await hosts[index % hosts.length]?.api.put(`${prefix}/${index}`, { number: index });
}
