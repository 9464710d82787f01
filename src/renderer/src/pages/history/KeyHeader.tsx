import { Eraser, ExternalLink } from 'lucide-react';
import { useState } from 'react';
import type { Key } from '../../../../shared/model.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { KeyName } from '../../ui/KeyName.tsx';
import { EraseDialog } from './EraseDialog.tsx';
import css from './KeyHeader.module.css';

/** Above the history of one key: which, and what can be done with it. */
export function KeyHeader({ entryKey }: { entryKey: Key }) {
  const { showEntry } = useApp();
  const [erasing, setErasing] = useState(false);
  return (
    <header className={css['header']}>
      <h2 className={css['key']} title={entryKey}>
        <KeyName value={entryKey} wrap />
      </h2>
      <IconButton icon={ExternalLink} label="Open in State" onClick={() => showEntry(entryKey)} />
      <Button variant="danger" icon={Eraser} onClick={() => setErasing(true)}>
        Erase its values from this machine’s history…
      </Button>
      {erasing && <EraseDialog entryKey={entryKey} onClose={() => setErasing(false)} />}
    </header>
  );
}
