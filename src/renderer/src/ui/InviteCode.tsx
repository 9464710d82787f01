import { Check, Copy } from 'lucide-react';
import { useApp } from './app-context.ts';
import { Button } from './Button.tsx';
import { CodeGroups } from './CodeGroups.tsx';
import { copyText } from './copy.ts';
import { useCopied } from './CopyButton.tsx';
import css from './InviteCode.module.css';
import { QrCode } from './QrCode.tsx';

/** An invite code to read, to copy and to photograph (GR7). */
export function InviteCode({ code }: { code: string }) {
  const app = useApp();
  const [copied, mark] = useCopied();
  const copy = async (): Promise<void> => {
    if (await copyText(app, code, 'the invite code')) mark();
  };
  return (
    <div className={css['invite']}>
      <div className={css['words']}>
        <div role="group" aria-label="Invite code" data-testid="invite-code">
          <CodeGroups code={code} />
        </div>
        <Button className={css['copy']} icon={copied ? Check : Copy} onClick={() => void copy()}>
          {copied ? 'Copied' : 'Copy the code'}
        </Button>
      </div>
      <QrCode text={code} label="The invite code as a QR code" />
    </div>
  );
}
