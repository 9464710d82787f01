import { readMessage } from '../lib/message.ts';
import { PEER_HOST } from '../lib/played-peer.ts';
import { judgeAnswer, PeerWorld } from '../lib/peer-world.ts';
import type { Outcome, Target } from '../lib/target.ts';

/** Requests of an open group, from the known peer or a stranger: by the header and the order `from`. */
class RequestWorld extends PeerWorld {
  protected async take(input: Uint8Array): Promise<Outcome> {
    const { orders, first: method, second: path, headers, body } = readMessage(input);
    const request = { method, path, grapevine: headers.get('grapevine') ?? null, body };
    return judgeAnswer(request, await this.virtual.ask(request, orders.get('from') ?? PEER_HOST));
  }
}

const target = (name: string, form: Target['form']): Target => ({
  name,
  form,
  open: () => new RequestWorld().open(),
});

/** Bodies of entries, by PUT and `/-/give`, and GET in all its forms (PS2, PS3). */
export const ENTRIES = target('entries', 'text');
/** Hello, bye, graves, have and seen (PS4). */
export const TALK = target('talk', 'text');
/** Reconcile, fetch and standing (RE1, RE4). */
export const RECONCILE = target('reconcile', 'text');
