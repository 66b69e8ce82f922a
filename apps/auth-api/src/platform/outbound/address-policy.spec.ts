import { allows, allowsHost, isLoopbackAddress, isPublicAddress } from './address-policy.js';

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
  // The metadata services of clouds must not be reachable.
  ['any', '169.254.169.254', false],
  ['any', '169.254.170.2', false],
  ['any', '::ffff:169.254.169.254', false],
  ['any', '::ffff:a9fe:a9fe', false],
  ['any', '64:ff9b::169.254.169.254', false],
  ['any', '2002:a9fe:a9fe::1', false],
  ['any', 'fe80::1', false],
  ['any', 'fe80::1%1', false],
  ['any', 'fd00:ec2::254', false],
  ['any', 'fd20:ce::254', false],
  ['any', 'fd00:c1::a9fe:a9fe', false],
  ['any', '::169.254.169.254', false],
  ['any', '::ffff:0:169.254.169.254', false],
  ['any', '64:ff9b::100.100.100.200', false],
  ['any', '64:ff9b::168.63.129.16', false],
  ['any', '64:ff9b:1::169.254.169.254', false],
  ['any', '64:ff9b:1:a9fe:a9:fe00::', false],
  ['any', '64:ff9b:1:ffa9:fe:a9fe::', false],
  ['any', '64:ff9b:1:ff:a9:fea9:fe00:0', false],
  ['any', '2002:6464:64c8::1', false],
  ['any', '2002:a83f:8110::1', false],
  ['any', '2001:0:4136:e378:8000:63bf:5601:5601', false],
  ['any', 'fd12::5efe:169.254.169.254', false],
  ['any', 'fd12::200:5efe:100.100.100.200', false],
  ['any', '100.100.100.200', false],
  ['any', '192.0.0.192', false],
  ['any', '168.63.129.16', false],
  ['public', '168.63.129.16', false],
  ['any', 'fd00::1', true],
  ['any', '100.64.0.1', true],
  ['any', '64:ff9b::8.8.8.8', true],
  ['any', '64:ff9b:1::10.0.0.1', true],
  ['any', 'fd12::a9fe:a9fe', true],
  ['any', '::1', true],
] as const)('The policy %s about %s says %s', (policy, address, expected) => {
  expect(allows(policy, address)).toBe(expected);
});

it.each([
  ['public', 'scheme.example', true],
  ['public', 'scheme.example:8443', true],
  ['public', 'localhost', false],
  ['public', 'localhost.', false],
  ['public', 'scheme.localhost.:80', false],
  ['public', 'scheme.example.', true],
  ['public', 'scheme.localhost:80', false],
  ['public', '10.0.0.1:8080', false],
  ['public', '[::1]:8080', false],
  ['public', '8.8.8.8', true],
  ['any', '10.0.0.1', true],
  ['any', 'localhost:8080', true],
  ['any', '169.254.169.254', false],
  ['any', '[fe80::1]:80', false],
] as const)('The policy %s lets the host %s be written down: %s', (policy, host, expected) => {
  expect(allowsHost(policy, host)).toBe(expected);
});
