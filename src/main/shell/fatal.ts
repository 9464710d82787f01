/** Why the program ends, told to whoever started it. */
import { app, dialog } from 'electron';
import type { Output } from '../cli/output.ts';

/**
 * Writes `sentence` to stderr and shows it in a dialog; resolves when that was closed. `quiet` leaves the dialog out: a
 * program that started this one (`--json`) could not close it.
 */
export async function tellFatal(sentence: string, errors: Output, quiet: boolean): Promise<void> {
  errors.line(`grapevine: ${sentence}`);
  await errors.drained();
  if (quiet) return;
  await app.whenReady();
  await dialog.showMessageBox({ type: 'error', title: 'Grapevine', message: sentence, buttons: ['Close'] });
}
