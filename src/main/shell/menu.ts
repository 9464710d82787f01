/** The application menu: mostly there for its shortcuts, as the window has its own controls. */
import type { MenuItemConstructorOptions } from 'electron';

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' };

/** `development` adds what only its makers need. */
export function menuTemplate(platform: NodeJS.Platform, development: boolean): MenuItemConstructorOptions[] {
  const first: MenuItemConstructorOptions =
    platform === 'darwin'
      ? { role: 'appMenu' }
      : { label: '&File', submenu: [{ role: 'quit', accelerator: 'Ctrl+Q' }] };
  return [first, { label: '&Edit', submenu: editItems() }, viewMenu(development), { role: 'windowMenu' }];
}

function editItems(): MenuItemConstructorOptions[] {
  return [
    { role: 'undo' },
    { role: 'redo' },
    SEPARATOR,
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    { role: 'selectAll' },
  ];
}

function viewMenu(development: boolean): MenuItemConstructorOptions {
  const tools: MenuItemConstructorOptions[] = development
    ? [SEPARATOR, { role: 'reload' }, { role: 'toggleDevTools' }]
    : [];
  return {
    label: '&View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      SEPARATOR,
      { role: 'togglefullscreen' },
      ...tools,
    ],
  };
}
