import { Info } from 'lucide-react';
import css from './FirstStartPage.module.css';
import { systemWords } from './system-words.ts';

/** What the system is about to ask. */
export function SystemNote({ platform }: { platform: string }) {
  const words = systemWords(platform);
  if (words === null) return null;
  return (
    <p className={css['note']}>
      <Info size={15} strokeWidth={1.9} aria-hidden />
      {words}
    </p>
  );
}
