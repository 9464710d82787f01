import { useStore } from 'zustand';
import { othersWords } from '../../format/outsiders-words.ts';
import { useApp } from '../../ui/app-context.ts';
import css from './OutsidersNote.module.css';
import { Strangers } from './Strangers.tsx';

/** Machines that are there and do not belong to the group (GR4): nothing when there are none. */
export function OutsidersNote() {
  const { others, strangers } = useStore(useApp().live, (state) => state.outsiders);
  if (others === 0 && strangers.length === 0) return null;
  return (
    <aside className={css['note']} aria-label="Not of this group">
      {others > 0 && <p data-figures>{othersWords(others)}</p>}
      {strangers.length > 0 && <Strangers strangers={strangers} />}
    </aside>
  );
}
