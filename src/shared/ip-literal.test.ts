import * as fc from 'fast-check';
import { isIP } from 'node:net';
import { describe, expect, it } from 'vitest';
import { isIpv4, isIpv6 } from './ip-literal.ts';

/** Text near the grammar, so that both answers occur. */
const nearlyIp = fc
  .array(fc.constantFrom(':', '::', '.', '0', '1', '255', '256', '01', 'f', 'FFFF', '12345', 'g', '1.2.3.4'), {
    maxLength: 16,
  })
  .map((parts) => parts.join(''));

describe('IP literals', () => {
  it('[PD1] agree with the platform for any IPv4 address', () => {
    fc.assert(fc.property(fc.ipV4(), (text) => isIpv4(text)));
  });

  it('[PD1] agree with the platform for any IPv6 address', () => {
    fc.assert(fc.property(fc.ipV6(), (text) => isIpv6(text)));
  });

  it('[PD1] agree with the platform for text that nearly is one', () => {
    fc.assert(
      fc.property(nearlyIp, (text) => {
        expect(isIpv4(text)).toBe(isIP(text) === 4);
        expect(isIpv6(text)).toBe(isIP(text) === 6);
      }),
      { numRuns: 2_000 },
    );
  });
});
