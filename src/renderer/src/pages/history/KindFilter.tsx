import { useStore } from 'zustand';
import type { OriginKind } from '../../../../shared/model.ts';
import { ORIGIN_KINDS } from '../../format/origin-words.ts';
import { useApp } from '../../ui/app-context.ts';
import { ChoiceMenu, type Choice } from '../../ui/ChoiceMenu.tsx';
import { FilterControl, FilterTrigger } from '../../ui/FilterControl.tsx';
import { ORIGIN_ICONS } from '../../ui/OriginIcon.tsx';

const NAME = 'Kind';
const ANY = 'Any kind';
const KINDS = Object.keys(ORIGIN_KINDS) as OriginKind[];

const choices = (): Choice[] => [
  { value: '', label: ANY },
  ...KINDS.map((kind) => ({ value: kind, label: ORIGIN_KINDS[kind], icon: ORIGIN_ICONS[kind] })),
];

/** Only what came about in one way. */
export function KindFilter() {
  const { history } = useApp();
  const kind = useStore(history.store, ({ filter }) => filter.kind);
  return (
    <FilterControl name={NAME} on={kind !== null} onRemove={() => history.narrow({ kind: null })}>
      <ChoiceMenu
        trigger={<FilterTrigger name={NAME} any={ANY} value={kind && ORIGIN_KINDS[kind]} />}
        value={kind ?? ''}
        choices={choices}
        onChoose={(value) => history.narrow({ kind: KINDS.find((each) => each === value) ?? null })}
      />
    </FilterControl>
  );
}
