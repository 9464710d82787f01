import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { GrapevineNode, NodeEvent } from '../../core/node-api.ts';
import type { NodeId } from '../../shared/model.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { loadIdentity } from './identity.ts';
import { keepIdentity } from './keep-identity.ts';
import { openProfile } from './profile.ts';

async function openedProfile(dir: string) {
  const profile = await openProfile(dir, { pid: process.pid, kind: 'serve', since: 0 });
  if (!profile.ok) throw new Error(profile.error.text);
  return profile.value;
}

/** The part of a node that changes its id. */
function changingNode() {
  const listeners: ((event: NodeEvent) => void)[] = [];
  const notice = vi.fn<GrapevineNode['notice']>();
  const onChange: GrapevineNode['onChange'] = (listener) => {
    listeners.push(listener);
    return () => undefined;
  };
  const take = (id: string): void => listeners.forEach((tell) => tell({ kind: 'identity', id: id as NodeId }));
  return { node: { onChange, notice }, notice, take };
}

describe('keepIdentity', () => {
  it('[PD3] saves the last of the ids that the node takes', async () => {
    await using folder = await tempFolder();
    const profile = await openedProfile(folder.path);
    const { node, take } = changingNode();
    const settled = keepIdentity(node, profile);
    take('aa'.repeat(16));
    take('bb'.repeat(16));
    await settled();
    expect(await loadIdentity(profile.files.identity)).toEqual({ ok: true, value: 'bb'.repeat(16) });
    profile.close();
  });

  it('[PD3] tells when an id cannot be saved', async () => {
    await using folder = await tempFolder();
    const profile = await openedProfile(folder.path);
    const { node, notice, take } = changingNode();
    const identity = join(folder.path, 'gone', 'identity.json');
    const settled = keepIdentity(node, { ...profile, files: { ...profile.files, identity } });
    take('aa'.repeat(16));
    await settled();
    const text = `${identity} could not be written: it does not exist.`;
    expect(notice).toHaveBeenCalledExactlyOnceWith('identity', { severity: 'warning', text });
    profile.close();
  });
});
