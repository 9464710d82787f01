import { useId, type ReactNode } from 'react';
import { Card } from '../../ui/Card.tsx';
import css from './SettingsPage.module.css';

/** Settings that belong together. */
export function SettingsSection({ title, children }: { title: string; children: ReactNode }) {
  const titleId = useId();
  return (
    <Card aria-labelledby={titleId}>
      <h2 id={titleId} className={css['title']}>
        {title}
      </h2>
      {children}
    </Card>
  );
}
