import { allows, isLoopbackAddress, isPublicAddress } from './address-policy.js';

describe('A public address', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.15.255.255', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450:4001::200e'])(
    'is %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.255',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '203.0.113.7',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8',
    'fe80::1',
    'fc00::1',
    'fd12::1',
    'ff02::1',
    '64:ff9b::a00:1',
    '2001::1',
    '2001:db8::1',
    '2002:a00:1::1',
    'localhost',
    '0x7f.1',
    '',
  ])('is not %p', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('A loopback address', () => {
  it.each(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])('is %s', (address) => {
    expect(isLoopbackAddress(address)).toBe(true);
  });

  it.each(['128.0.0.1', '::2', '::ffff:10.0.0.1', 'localhost'])('is not %s', (address) => {
    expect(isLoopbackAddress(address)).toBe(false);
  });
});

it.each([
  ['any', '10.0.0.1', true],
  ['any', '127.0.0.1', true],
  ['loopback', '127.0.0.1', true],
  ['loopback', '8.8.8.8', false],
  ['public', '8.8.8.8', true],
  ['public', '127.0.0.1', false],
] as const)('The policy %s about %s says %s', (policy, address, expected) => {
  expect(allows(policy, address)).toBe(expected);
});
