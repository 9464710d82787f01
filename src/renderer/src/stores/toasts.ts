import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Announcer } from './announcer.ts';
import type { Timers } from './timers.ts';

export interface Toast {
  id: number;
  tone: 'info' | 'error';
  text: string;
  /** The key or machine that the text is about; shown after it, shortened if long. */
  subject: string | null;
  action: { label: string; run: () => void } | null;
}

export type NewToast = Pick<Toast, 'text'> & Partial<Omit<Toast, 'id' | 'text'>>;

/** Long enough to read and undo. */
export const TOAST_MS = 10_000;
const MAX_TOASTS = 3;
const SPOKEN_SUBJECT = 80;

/** Short messages at the edge of the window. Each goes after ten seconds, unless it is held. */
export class Toasts {
  readonly store: StoreApi<{ toasts: readonly Toast[] }> = createStore(() => ({ toasts: [] as readonly Toast[] }));
  private readonly timers: Timers;
  private readonly announcer: Announcer;
  private readonly cancels = new Map<number, () => void>();
  private lastId = 0;

  constructor(components: { timers: Timers; announcer: Announcer }) {
    this.timers = components.timers;
    this.announcer = components.announcer;
  }

  push(toast: NewToast): void {
    this.lastId += 1;
    const added: Toast = { tone: 'info', subject: null, action: null, ...toast, id: this.lastId };
    const toasts = [...this.store.getState().toasts, added];
    for (const old of toasts.slice(0, -MAX_TOASTS)) this.release(old.id);
    this.store.setState({ toasts: toasts.slice(-MAX_TOASTS) });
    this.restart(added.id);
    this.announcer.say(spoken(added));
  }

  error(text: string, subject: string | null = null): void {
    this.push({ text, subject, tone: 'error' });
  }

  dismiss(id: number): void {
    this.release(id);
    this.store.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
  }

  /** Keeps a toast for as long as it is pointed at or focused. */
  hold(id: number): void {
    this.release(id);
  }

  /** Gives a toast its full time again. */
  restart(id: number): void {
    this.release(id);
    this.cancels.set(
      id,
      this.timers.after(TOAST_MS, () => this.dismiss(id)),
    );
  }

  act(id: number): void {
    const toast = this.store.getState().toasts.find((each) => each.id === id);
    this.dismiss(id);
    toast?.action?.run();
  }

  /** Does what the newest toast offers; false when none offers anything. */
  actOnNewest(): boolean {
    const toast = this.store.getState().toasts.findLast((each) => each.action !== null);
    if (toast) this.act(toast.id);
    return toast !== undefined;
  }

  private release(id: number): void {
    this.cancels.get(id)?.();
    this.cancels.delete(id);
  }
}

function spoken(toast: Toast): string {
  const subject = toast.subject === null ? '' : ` ${toast.subject.slice(0, SPOKEN_SUBJECT)}`;
  const action = toast.action === null ? '' : `. ${toast.action.label}: Ctrl+Z`;
  return toast.text + subject + action;
}
