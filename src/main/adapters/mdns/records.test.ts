import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Announcement } from '../../../core/ports.ts';
import type { NodeId } from '../../../shared/model.ts';
import { hostName, instanceName, readService, txtRecord } from './records.ts';

const ID = '0123456789abcdef0123456789abcdef' as NodeId;
const GROUP = '00112233445566ff';
const self = (name: string): Announcement => ({ id: ID, name, port: 4097, groupId: null });

/** A service as the library decodes it. */
const service = (changes: object = {}): unknown => ({
  name: 'pc-7 01234567',
  port: 4097,
  txt: { v: '1', id: ID },
  referer: { address: '192.168.1.7', family: 'IPv4', port: 5353, size: 300 },
  host: 'elsewhere.local',
  addresses: ['203.0.113.1'],
  ...changes,
});

describe('records we announce', () => {
  it('[PD2] an instance name is the name and the first digits of the id', () => {
    expect(instanceName(self('pc-7'))).toBe('pc-7 01234567');
    expect(instanceName(self(' pc-7.office.example '))).toBe('pc-7-office-example 01234567');
    expect(instanceName(self('\u0000\n'))).toBe('node 01234567');
  });

  it('[PD2] an instance name is one printable DNS label, whatever the machine is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (name) => {
        const label = instanceName(self(name));
        expect(Buffer.byteLength(label)).toBeLessThanOrEqual(63);
        expect(label).toMatch(/^[^.\p{Cc}]+ 01234567$/u);
        expect(label.isWellFormed()).toBe(true);
      }),
    );
  });

  it('[PD2] a long name is cut between characters', () => {
    expect(instanceName(self('ü'.repeat(40)))).toBe(`${'ü'.repeat(27)} 01234567`);
    expect(instanceName(self('😀'.repeat(20)))).toBe(`${'😀'.repeat(13)} 01234567`);
  });

  it('[PD2] TXT carries v and id, and gid in a private group only', () => {
    expect(txtRecord(ID, null)).toEqual({ v: '1', id: ID });
    expect(txtRecord(ID, GROUP)).toEqual({ v: '1', id: ID, gid: GROUP });
  });

  it('[PD2] the host name ends in .local and is no other responder’s', () => {
    expect(hostName(ID)).toBe('grapevine-0123456789abcdef.local');
  });
});

describe('records of others', () => {
  it('[PD2] gives the address that the records came from, not those they name', () => {
    const found = { id: ID, host: '192.168.1.7', port: 4097, groupId: null, name: 'pc-7' };
    expect(readService(service())).toEqual(found);
    expect(readService(service({ txt: { v: '1', id: ID, gid: GROUP } }))).toEqual({ ...found, groupId: GROUP });
  });

  it.each([
    ['no TXT', { txt: undefined }],
    ['another version', { txt: { v: '2', id: ID } }],
    ['a short id', { txt: { v: '1', id: 'abc' } }],
    ['an id in capitals', { txt: { v: '1', id: ID.toUpperCase() } }],
    ['an odd group', { txt: { v: '1', id: ID, gid: 'x' } }],
    ['port 0', { port: 0 }],
    ['a port too high', { port: 65_536 }],
    ['a port that is text', { port: '4097' }],
    ['no source', { referer: undefined }],
    ['a source that is no address', { referer: { address: 'pc-7.example' } }],
  ])('[PD2] refuses a service with %s', (_what, changes) => {
    expect(readService(service(changes))).toBeNull();
  });

  it('[PD2] cleans and bounds the name', () => {
    const nameOf = (name: string): string | null | undefined => readService(service({ name }))?.name;
    expect(nameOf('a\u0007b\u202egnp\n 01234567')).toBe('a b gnp');
    expect(nameOf('x'.repeat(5_000))).toBe('x'.repeat(64));
    expect(nameOf('renamed by hand')).toBe('renamed by hand');
    expect(nameOf('\u0000\u0001')).toBeNull();
  });

  it('[PD2] reads the name back that was announced', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zäöü0-9-]{1,25}$/), (name) => {
        expect(readService(service({ name: instanceName(self(name)) }))?.name).toBe(name);
      }),
    );
  });

  it('[PD2] never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        expect(readService(anything)).toBeNull();
      }),
    );
  });
});
