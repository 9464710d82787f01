import { dialog, type BrowserWindow } from 'electron';

/** Asks the user for files; null when none was chosen. */
export interface FileDialogs {
  chooseFile(): Promise<string | null>;
  chooseTarget(defaultName: string): Promise<string | null>;
}

const FILTERS = [
  { name: 'JSON', extensions: ['json'] },
  { name: 'All files', extensions: ['*'] },
];

/** The system's own dialogs, before the window: while it is open. */
export function createFileDialogs(window: BrowserWindow): FileDialogs {
  return {
    async chooseFile() {
      if (window.isDestroyed()) return null;
      const title = 'Import values';
      const { filePaths } = await dialog.showOpenDialog(window, { title, filters: FILTERS, properties: ['openFile'] });
      return filePaths[0] ?? null;
    },
    async chooseTarget(defaultName) {
      if (window.isDestroyed()) return null;
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title: 'Export values',
        defaultPath: defaultName,
        filters: FILTERS,
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      });
      return canceled || filePath === '' ? null : filePath;
    },
  };
}
