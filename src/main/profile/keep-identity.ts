import type { GrapevineNode } from '../../core/node-api.ts';
import type { NodeId } from '../../shared/model.ts';
import { saveIdentity } from './identity.ts';
import type { Profile } from './profile.ts';

/**
 * Saves the id that a node takes when it meets a copy of itself (PD3). Returns the function that waits until what was to
 * be saved is.
 */
export function keepIdentity(
  node: Pick<GrapevineNode, 'onChange' | 'notice'>,
  { files, log: { logger } }: Profile,
): () => Promise<void> {
  let saving = Promise.resolve();
  const save = async (id: NodeId): Promise<void> => {
    const saved = await saveIdentity(files.identity, id);
    if (saved.ok) return;
    logger.error('identity-not-saved', { reason: saved.error });
    node.notice('identity', { severity: 'warning', text: saved.error });
  };
  node.onChange((event) => {
    if (event.kind === 'identity') saving = saving.then(() => save(event.id));
  });
  return () => saving;
}
