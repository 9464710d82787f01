import { ask } from '../stores/ask.ts';
import type { App } from '../stores/app.ts';

/** Copies a text and says so. */
export async function copyText({ bridge, toasts, announcer }: App, text: string, what: string): Promise<boolean> {
  const answer = await ask(bridge.copyText({ text }));
  if (answer.ok) announcer.say(`Copied ${what}`);
  else toasts.error(`Not copied. ${answer.error}`);
  return answer.ok;
}
