import { Check, Copy } from 'lucide-react';
import { useStore } from 'zustand';
import type { C19Version, Digest } from '../../../shared/model.ts';
import { shortVersion } from '../format/version.ts';
import { useApp } from '../ui/app-context.ts';
import { copyText } from '../ui/copy.ts';
import { useCopied } from '../ui/CopyButton.tsx';
import { Hidden } from '../ui/Hidden.tsx';
import { Tooltip } from '../ui/Tooltip.tsx';
import css from './VersionChip.module.css';

/** The version of the state (VD2); a click copies the full digest. */
export function VersionChip() {
  const digest = useStore(useApp().live, (state) => state.live?.digest);
  const c19Version = useStore(useApp().live, (state) => state.live?.c19Version);
  if (digest === undefined || c19Version === undefined) return null;
  return <Chip digest={digest} c19Version={c19Version} />;
}

function Chip({ digest, c19Version }: { digest: Digest; c19Version: C19Version }) {
  const app = useApp();
  const [copied, mark] = useCopied();
  const copy = async (): Promise<void> => {
    if (await copyText(app, digest, 'the full digest')) mark();
  };
  return (
    <Tooltip content={<Meaning digest={digest} c19Version={c19Version} />}>
      <button type="button" className={css['chip']} data-testid="version-chip" onClick={() => void copy()}>
        <Hidden>Version </Hidden>
        <span className={copied ? css['away'] : css['digits']}>
          {shortVersion(digest)}
          <Copy className={css['icon']} size={12} aria-hidden />
        </span>
        <Hidden>. Copy the full digest</Hidden>
        {copied && (
          <span className={css['copied']}>
            <Check size={13} strokeWidth={2.4} aria-hidden />
            Copied
          </span>
        )}
      </button>
    </Tooltip>
  );
}

function Meaning({ digest, c19Version }: { digest: Digest; c19Version: C19Version }) {
  return (
    <span className={css['meaning']}>
      <span>Machines with the same version have exactly the same entries. Click to copy the full digest.</span>
      <span className={css['label']}>Digest</span>
      <span className={css['value']}>{digest}</span>
      <span className={css['label']}>C19 version</span>
      <span className={css['value']}>{c19Version === '' ? 'empty' : c19Version}</span>
    </span>
  );
}
