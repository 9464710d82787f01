import type { ChangesetSummary, NodeId, PeerView } from '../../../../shared/model.ts';
import type { Machine } from '../../stores/history-filter.ts';

/** Digits of an id that tell machines of one name apart. */
const NOTE_DIGITS = 6;

/** The machines that can be chosen, by name: known peers and those that the shown changes came from. `note` tells equal names apart. */
export function machineChoices(
  peers: Iterable<PeerView>,
  rows: readonly ChangesetSummary[],
  chosen: Machine | null,
): (Machine & { note: string | undefined })[] {
  const names = new Map<NodeId, string>();
  if (chosen) names.set(chosen.id, chosen.name);
  for (const { origin } of rows) {
    if (origin.kind === 'peer' && origin.id !== null && !names.has(origin.id)) names.set(origin.id, origin.name);
  }
  for (const { id, name } of peers) if (id !== null) names.set(id, name);
  const machines = [...names].map(([id, name]) => ({ id, name }));
  const isShared = (name: string): boolean => machines.filter((each) => each.name === name).length > 1;
  return machines
    .sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id))
    .map(({ id, name }) => ({ id, name, note: isShared(name) ? id.slice(0, NOTE_DIGITS) : undefined }));
}
