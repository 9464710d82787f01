import { expect, it } from 'vitest';
import type { KeyHolder, NodeId } from '../../../shared/model.ts';
import { holdersInOrder, holdingWords, shutOutWords, withoutNewKey } from './key-change-words.ts';

const holder = (name: string, has: boolean): KeyHolder => ({ id: name as NodeId, name, has });
const OFFICE = [holder('PC-10', true), holder('pc-2', true), holder('Zoe', false), holder('anna', false)];
const names = (machines: readonly KeyHolder[]): string[] => machines.map(({ name }) => name);

it('[GR5] machines without the new key come first, each by name', () => {
  expect(names(holdersInOrder(OFFICE))).toEqual(['anna', 'Zoe', 'pc-2', 'PC-10']);
  expect(names(withoutNewKey(OFFICE))).toEqual(['anna', 'Zoe']);
});

it('[GR5] says how many have the new key', () => {
  expect(holdingWords(OFFICE)).toBe('2 of 4 machines have it');
  expect(holdingWords([holder('a', true)])).toBe('1 of 1 machine has it');
  expect(holdingWords([holder('a', false), holder('b', false)])).toBe('0 of 2 machines have it');
  expect(holdingWords([])).toBe('No other machine is known here yet');
});

it('[GR5] says how many would be shut out', () => {
  expect(shutOutWords(2)).toBe('2 machines have not got the new key yet and are shut out:');
  expect(shutOutWords(1)).toBe('1 machine has not got the new key yet and is shut out:');
  expect(shutOutWords(0)).toContain('none is shut out');
});
