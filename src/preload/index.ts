/** The window's end of the bridge and the only user of `ipcRenderer`. */
import { contextBridge, ipcRenderer } from 'electron';
import { EVENT_CHANNEL, requestChannel, type EventBatch } from '../shared/ipc.ts';
import { createBridge } from './bridge.ts';

const bridge = createBridge({
  invoke: (channel, request) => ipcRenderer.invoke(requestChannel(channel), request),
  onEvents(listener) {
    const receive = (_event: unknown, batch: EventBatch): void => listener(batch);
    ipcRenderer.on(EVENT_CHANNEL, receive);
    return () => {
      ipcRenderer.off(EVENT_CHANNEL, receive);
    };
  },
});

contextBridge.exposeInMainWorld('grapevine', bridge);
