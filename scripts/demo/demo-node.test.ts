import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startNode } from './demo-node.mjs';

const READY = `console.log('starting'); console.log('{"ready":true,"id":"aa","peerPort":1,"apiPort":2}');`;
const STAY = 'setInterval(() => {}, 1000);';

describe('startNode', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'grapevine-demo-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function start(script: string, graceMs?: number) {
    const limit = graceMs === undefined ? {} : { graceMs };
    return startNode({
      name: 'Kiosk',
      command: process.execPath,
      args: ['-e', script],
      cwd: folder,
      env: process.env,
      ...limit,
    });
  }

  it('[SETUP] reads the line that says the node is ready', async () => {
    const node = start(READY + STAY);
    expect(await node.ready).toMatchObject({ id: 'aa', peerPort: 1, apiPort: 2 });
    await node.stop();
  });

  it('[SETUP] says what a node wrote that ended before it was ready', async () => {
    const node = start(`console.error('port is taken'); process.exitCode = 5;`);
    await expect(node.ready).rejects.toThrow('Kiosk ended with code 5 before it was ready.\nport is taken');
    expect(await node.ended).toBe(5);
  });

  it('[SETUP] lets a node end by itself', async () => {
    const node = start(
      `process.on('SIGTERM', () => { require('fs').writeFileSync('bye', ''); process.exit(0); }); ${READY} ${STAY}`,
    );
    await node.ready;
    await node.stop();
    expect(await node.ended).toBe(0);
    expect(existsSync(join(folder, 'bye'))).toBe(true);
  });

  it('[SETUP] ends one that does not', async () => {
    const node = start(`process.on('SIGTERM', () => {}); ${READY} ${STAY}`, 1);
    await node.ready;
    await node.stop();
    expect(await node.ended).toBe(137);
  });

  it('[SETUP] may stop one that has ended', async () => {
    const node = start(READY);
    await node.ended;
    await node.stop();
    expect(await node.ready).toMatchObject({ id: 'aa' });
  });
});
