import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useApp } from './app-context.ts';
import { copyText } from './copy.ts';
import css from './CopyButton.module.css';
import { IconButton } from './IconButton.tsx';

const COPIED_MS = 1600;

/** True for a moment after `mark` was called. */
export function useCopied(): [copied: boolean, mark: () => void] {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const handle = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(handle);
  }, [copied]);
  return [copied, () => setCopied(true)];
}

/** `what` completes "Copy …": `the key`, `the value`. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const app = useApp();
  const [copied, mark] = useCopied();
  const copy = async (): Promise<void> => {
    if (await copyText(app, text, what)) mark();
  };
  return (
    <IconButton
      icon={copied ? Check : Copy}
      className={copied ? css['copied'] : undefined}
      label={copied ? 'Copied' : `Copy ${what}`}
      onClick={() => void copy()}
    />
  );
}
