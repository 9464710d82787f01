import type { PeerProvider } from '../../../core/ports.ts';
import type { MdnsComponents } from './components.ts';
import { Run } from './run.ts';
import { DEFAULT_MDNS_SETTINGS, type MdnsSettings } from './settings.ts';

/**
 * Finds peers on the local network by mDNS/DNS-SD, and lets them find this node (PD2). It works on every usable
 * interface, over IPv4, follows their changes, and keeps trying where the network does not let it. It never fails to
 * start and never ends the process, whatever the network sends.
 */
export function createMdnsProvider(components: MdnsComponents, settings: Partial<MdnsSettings>): PeerProvider {
  const all = { ...DEFAULT_MDNS_SETTINGS, ...settings };
  let run: Run | null = null;
  let stopping = Promise.resolve();
  return {
    foundBy: 'mdns',
    start: async (self, onCandidate) => {
      if (run !== null) return;
      const started = (run = new Run(components, all, self, onCandidate));
      await stopping;
      if (run === started) await started.start();
    },
    announce: (self) => run?.announce(self),
    refresh: () => run?.refresh(),
    stop: async () => {
      const ending = run;
      run = null;
      if (ending !== null) stopping = stopping.then(() => ending.stop());
      await stopping;
    },
  };
}
