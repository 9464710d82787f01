/** Builds what the page sees as `window.grapevine`: one method per channel of the contract, and the events. */
import { requestSchemas, type Channel, type EventBatch, type GrapevineBridge, type IpcFailure } from '../shared/ipc.ts';

/** The way to the main process. */
export interface BridgeTransport {
  invoke(channel: Channel, request: unknown): Promise<unknown>;
  onEvents(listener: (batch: EventBatch) => void): () => void;
}

const CHANNELS = Object.keys(requestSchemas) as Channel[];

/** A request that does not fit its schema never leaves the window. */
async function call(transport: BridgeTransport, channel: Channel, request: unknown): Promise<unknown> {
  if (requestSchemas[channel].safeParse(request).success) return transport.invoke(channel, request);
  return { refused: 'The window asked for something in a form that does not fit.' } satisfies IpcFailure;
}

export function createBridge(transport: BridgeTransport): GrapevineBridge {
  const methods = CHANNELS.map((channel) => [
    channel,
    (request?: unknown): Promise<unknown> => call(transport, channel, request),
  ]);
  return {
    ...(Object.fromEntries(methods) as Omit<GrapevineBridge, 'onEvents'>),
    onEvents: (listener) => transport.onEvents(listener),
  };
}
