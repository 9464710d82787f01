import { CircleAlert, X } from 'lucide-react';
import { useStore } from 'zustand';
import type { Toast } from '../stores/toasts.ts';
import { useApp } from './app-context.ts';
import { Button } from './Button.tsx';
import { cx } from './cx.ts';
import { IconButton } from './IconButton.tsx';
import { useModShortcut } from './shortcuts.ts';
import css from './Toasts.module.css';

/** Messages at the lower edge; Ctrl (Cmd) and Z does what the newest offers. */
export function Toasts() {
  const { toasts } = useApp();
  const list = useStore(toasts.store, (state) => state.toasts);
  useModShortcut('z', () => void toasts.actOnNewest(), false);
  return (
    <div className={css['area']}>
      {list.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const { toasts } = useApp();
  return (
    <div
      className={cx(css['toast'], toast.tone === 'error' && css['error'])}
      onPointerEnter={() => toasts.hold(toast.id)}
      onPointerLeave={() => toasts.restart(toast.id)}
      onFocus={() => toasts.hold(toast.id)}
      onBlur={() => toasts.restart(toast.id)}
    >
      {toast.tone === 'error' && <CircleAlert className={css['icon']} size={16} aria-hidden />}
      <span className={css['text']}>
        {toast.text}
        {toast.subject !== null && (
          <bdi className={css['subject']} title={toast.subject}>
            {toast.subject}
          </bdi>
        )}
      </span>
      {toast.action && (
        <Button aria-keyshortcuts="Control+Z Meta+Z" onClick={() => toasts.act(toast.id)}>
          {toast.action.label}
        </Button>
      )}
      <IconButton icon={X} label="Dismiss" onClick={() => toasts.dismiss(toast.id)} />
    </div>
  );
}
