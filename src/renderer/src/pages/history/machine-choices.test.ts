import { expect, it } from 'vitest';
import type { NodeId } from '../../../../shared/model.ts';
import { aChangeset, aPeer } from '../../stores/testing/samples.ts';
import { machineChoices } from './machine-choices.ts';

const id = (digit: string): NodeId => digit.repeat(32) as NodeId;
const from = (digit: string, name: string) => aChangeset(1, ['a'], { origin: { kind: 'peer', id: id(digit), name } });

it('[UI] offers known peers and machines that changes came from, by name', () => {
  const peers = [aPeer('x', { id: id('2'), name: 'reception' }), aPeer('y', { id: null, name: 'no id yet' })];
  const rows = [from('3', 'attic'), from('3', 'attic, as it was called'), from('2', 'old name'), aChangeset(2, ['a'])];
  const chosen = { id: id('4'), name: 'gone' };
  expect(machineChoices(peers, rows, chosen).map(({ name }) => name)).toEqual(['attic', 'gone', 'reception']);
});

it('[UI] tells machines of one name apart', () => {
  const rows = [from('1', 'kiosk'), from('2', 'kiosk'), from('3', 'desk')];
  expect(machineChoices([], rows, null).map(({ note }) => note)).toEqual([undefined, '111111', '222222']);
});
