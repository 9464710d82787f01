import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState, type ReactElement } from 'react';
import css from './Menu.module.css';

export interface Choice {
  value: string;
  label: string;
  icon?: LucideIcon;
  /** Tells apart choices of the same name. */
  note?: string;
}

interface ChoiceMenuProps {
  /** A button that takes a ref; it names the menu. */
  trigger: ReactElement;
  value: string;
  /** Read once when the menu opens, so that nothing moves under the pointer. */
  choices: () => readonly Choice[];
  onChoose: (value: string) => void;
}

/**
 * A menu of which one choice holds. Not Radix' Select, nor a modal menu: they inject styles, which the content security policy forbids. It
 * stands where it is rather than in a portal, so that it stays within the page's landmark.
 */
export function ChoiceMenu({ trigger, value, choices, onChoose }: ChoiceMenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Content className={css['menu']} align="start" sideOffset={5} collisionPadding={8}>
        <DropdownMenu.RadioGroup value={value} onValueChange={onChoose}>
          <Choices choices={choices} />
        </DropdownMenu.RadioGroup>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

function Choices({ choices }: Pick<ChoiceMenuProps, 'choices'>) {
  const [shown] = useState(choices);
  return shown.map(({ value, label, icon: Icon, note }) => (
    <DropdownMenu.RadioItem key={value} value={value} className={css['item']}>
      <span className={css['mark']}>
        <DropdownMenu.ItemIndicator asChild>
          <Check size={14} strokeWidth={2.2} aria-hidden />
        </DropdownMenu.ItemIndicator>
      </span>
      {Icon && <Icon className={css['icon']} size={14} strokeWidth={1.9} aria-hidden />}
      <bdi className={css['label']} title={label}>
        {label}
      </bdi>
      {note !== undefined && <span className={css['note']}>{note}</span>}
    </DropdownMenu.RadioItem>
  ));
}
