import { expect, it } from 'vitest';
import { createHostCheck } from './host-check.ts';

const isOurs = createHostCheck(['PC-7', 'office.example.', '']);

it.each([
  '127.0.0.1',
  '10.0.0.5:4097',
  '10.0.0.5:',
  '255.255.255.255:1',
  '[::1]',
  '[::1]:4097',
  '[fe80::1%eth0]:4097',
  '[::ffff:10.0.0.5]',
  'localhost',
  'LOCALHOST:3097',
  'localhost.',
  'pc-7',
  'Pc-7:80',
  'pc-7.:4097',
  'office.example',
  'OFFICE.example.:1',
])('[PS6] takes the Host %s for this machine', (host) => {
  expect(isOurs(host)).toBe(true);
});

it.each([
  '',
  ':4097',
  '.',
  'evil.example',
  'pc-7.evil.example',
  'evil.example:4097',
  'localhost.evil.example',
  'evil.localhost',
  'localhost:4097:1',
  'localhost:port',
  '10.0.0.5.evil.example',
  '10.0.0.5@evil.example',
  'evil.example@10.0.0.5',
  '10.0.0.256',
  '010.0.0.5',
  '10.0.5',
  '2130706433',
  '0x7f000001',
  '::1',
  '[::1',
  '[]',
  '[evil.example]',
  '[::1]evil.example',
  '[::1]:4097, 10.0.0.5',
  '10.0.0.5, evil.example',
  'pc-7..',
  'pc-7 ',
  'localhost\u0000',
])('[PS6] takes the Host %j for another machine', (host) => {
  expect(isOurs(host)).toBe(false);
});
