import { describe, expect, it } from 'vitest';
import { readInterfaces } from '../interfaces.ts';
import { createSourceCheck } from './source-check.ts';
import { interfaceOf } from './testing/fake-network.ts';

const { interfaces } = readInterfaces(() => ({ a: interfaceOf('10.0.1.5'), b: interfaceOf('10.0.2.5') }));
const belongs = createSourceCheck(interfaces);

describe('source check', () => {
  it('[PD2] leaves what comes from another interface’s subnet to that interface', () => {
    expect(belongs('a', '10.0.1.77')).toBe(true);
    expect(belongs('a', '10.0.2.77')).toBe(false);
    expect(belongs('b', '10.0.2.5')).toBe(true);
  });

  it('[PD2] takes what comes from no known subnet, and nothing that is no IPv4 address', () => {
    expect(belongs('a', '169.254.3.4')).toBe(true);
    expect(belongs('b', '172.16.0.1')).toBe(true);
    expect(belongs('a', 'fe80::1')).toBe(false);
  });
});
