/** Who called over IPC, and whether it may. */
import type { IpcMainInvokeEvent } from 'electron';
import { isOwnPage } from './navigation.ts';

export interface Sender {
  /** Of the web contents that the call came from. */
  contentsId: number;
  isMainFrame: boolean;
  frameUrl: string;
}

/** Null when the calling frame is gone already. */
export function senderOf({ sender, senderFrame }: IpcMainInvokeEvent): Sender | null {
  if (senderFrame === null) return null;
  return { contentsId: sender.id, isMainFrame: senderFrame.parent === null, frameUrl: senderFrame.url };
}

/** Only the main frame of our own window (the id of its web contents, null without one), on our own page, may call. */
export function isTrusted(sender: Sender | null, windowId: number | null, development: URL | null): boolean {
  return (
    sender !== null && sender.contentsId === windowId && sender.isMainFrame && isOwnPage(sender.frameUrl, development)
  );
}
