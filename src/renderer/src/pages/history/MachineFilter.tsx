import { useStore } from 'zustand';
import { peerName } from '../../format/origin-words.ts';
import { useApp } from '../../ui/app-context.ts';
import { ChoiceMenu, type Choice } from '../../ui/ChoiceMenu.tsx';
import { FilterControl, FilterTrigger } from '../../ui/FilterControl.tsx';
import { machineChoices } from './machine-choices.ts';

const NAME = 'Machine';
const ANY = 'Any machine';

/** Only what one other machine brought. */
export function MachineFilter() {
  const { history, live } = useApp();
  const machine = useStore(history.store, ({ filter }) => filter.machine);
  const read = () => machineChoices(live.getState().peers.values(), history.store.getState().rows, machine);
  const choices = (): Choice[] => [
    { value: '', label: ANY },
    ...read().map(({ id, name, note }) => ({
      value: id,
      label: peerName(name),
      ...(note === undefined ? {} : { note }),
    })),
  ];
  const choose = (value: string): void => {
    const chosen = read().find(({ id }) => id === value);
    history.narrow({ machine: chosen ? { id: chosen.id, name: chosen.name } : null });
  };
  return (
    <FilterControl name={NAME} on={machine !== null} onRemove={() => history.narrow({ machine: null })}>
      <ChoiceMenu
        trigger={<FilterTrigger name={NAME} any={ANY} value={machine && peerName(machine.name)} />}
        value={machine?.id ?? ''}
        choices={choices}
        onChoose={choose}
      />
    </FilterControl>
  );
}
