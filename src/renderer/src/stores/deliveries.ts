import type { AppEvent } from '../../../shared/ipc.ts';
import type { ChangesetSummary, Delivery } from '../../../shared/model.ts';

/** What is newly known of who has which changesets, by their numbers (PB6). */
export type DeliveryNews = ReadonlyMap<number, Delivery>;

export function deliveriesIn(events: readonly AppEvent[]): DeliveryNews {
  return new Map(events.flatMap((event) => (event.kind === 'delivery' ? [[event.seq, event.delivery] as const] : [])));
}

/** What a page of the history says of them. */
export function deliveriesOf(changesets: readonly ChangesetSummary[]): DeliveryNews {
  return new Map(changesets.flatMap(({ seq, delivery }) => (delivery === null ? [] : [[seq, delivery] as const])));
}

/** The changesets as the news has them; the same array when it is about none of them. */
export function withDeliveries(
  changesets: readonly ChangesetSummary[],
  news: DeliveryNews,
): readonly ChangesetSummary[] {
  if (!changesets.some(({ seq }) => news.has(seq))) return changesets;
  return changesets.map((changeset) => {
    const delivery = news.get(changeset.seq);
    return delivery === undefined ? changeset : { ...changeset, delivery };
  });
}
