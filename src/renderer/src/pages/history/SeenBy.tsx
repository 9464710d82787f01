import { Check, CircleDashed, CircleDotDashed, type LucideIcon } from 'lucide-react';
import type { Delivery } from '../../../../shared/model.ts';
import { deliveryLook, type DeliveryLook } from '../../format/delivery-words.ts';
import { Hidden } from '../../ui/Hidden.tsx';
import { Tag } from '../../ui/Tag.tsx';
import css from './SeenBy.module.css';

const MARKS: Record<DeliveryLook['mark'], LucideIcon> = { all: Check, some: CircleDotDashed, none: CircleDashed };

/** How many peers have a changeset and after how long; nothing where nobody was told (PB6). */
export function SeenBy({ delivery }: { delivery: Delivery | null }) {
  const look = deliveryLook(delivery);
  if (look === null) return null;
  const { tone, mark, count, time, sentence } = look;
  const Mark = MARKS[mark];
  return (
    <>
      <span aria-hidden data-testid="seen-by">
        <Tag tone={tone} title={sentence}>
          <Mark className={css['mark']} size={12} strokeWidth={2.4} />
          {count}
          {time !== null && <span className={css['time']}> {time}</span>}
        </Tag>
      </span>
      <Hidden>{sentence}</Hidden>
    </>
  );
}
