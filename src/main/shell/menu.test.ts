import type { MenuItemConstructorOptions } from 'electron';
import { expect, it } from 'vitest';
import { menuTemplate } from './menu.ts';

const roles = (items: MenuItemConstructorOptions[]): string[] =>
  items.flatMap((item) => [
    ...(item.role === undefined ? [] : [item.role]),
    ...roles((item.submenu ?? []) as typeof items),
  ]);

it('[ARCH] has the editing commands and a way out on every system', () => {
  expect(roles(menuTemplate('linux', false))).toEqual(expect.arrayContaining(['copy', 'paste', 'quit', 'zoomIn']));
  expect(roles(menuTemplate('darwin', false))).toEqual(expect.arrayContaining(['appMenu', 'copy', 'paste']));
});

it('[ARCH] reloads and inspects only in development', () => {
  expect(roles(menuTemplate('linux', false))).not.toContain('toggleDevTools');
  expect(roles(menuTemplate('linux', false))).not.toContain('reload');
  expect(roles(menuTemplate('linux', true))).toEqual(expect.arrayContaining(['reload', 'toggleDevTools']));
});
