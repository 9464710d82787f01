import { useRef } from 'react';
import type { FirstStart } from '../../../../shared/ipc-group.ts';
import { Logo } from '../../frame/Logo.tsx';
import type { GroupKind } from '../../stores/group-choice.ts';
import { useApp } from '../../ui/app-context.ts';
import css from './FirstStartPage.module.css';
import { JoinCard } from './JoinCard.tsx';
import { NameField } from './NameField.tsx';
import { OpenCard } from './OpenCard.tsx';
import { StartCard } from './StartCard.tsx';
import { SystemNote } from './SystemNote.tsx';

/** What a profile without a group shows: this machine's name, and which group it belongs to. */
export function FirstStartPage({ first }: { first: FirstStart }) {
  const { groupChoice } = useApp();
  const name = useRef<HTMLInputElement>(null);
  const code = useRef<HTMLInputElement>(null);
  const choose = async (kind: GroupKind): Promise<void> => {
    const field = await groupChoice.choose(kind);
    if (field === 'name') name.current?.focus();
    if (field === 'code') code.current?.focus();
  };
  return (
    <main className={css['page']}>
      <div className={css['content']}>
        <div className={css['top']}>
          <header className={css['header']}>
            <Logo />
            <div>
              <h1 className={css['title']}>Grapevine</h1>
              <p className={css['words']}>
                Keeps one small shared state the same on every machine of an office network.
              </p>
            </div>
          </header>
          <NameField ref={name} />
        </div>
        <div className={css['cards']}>
          <StartCard code={first.code} onChoose={() => void choose('new')} />
          <JoinCard ref={code} onChoose={() => void choose('join')} />
          <OpenCard onChoose={() => void choose('open')} />
        </div>
        <SystemNote platform={first.platform} />
      </div>
    </main>
  );
}
