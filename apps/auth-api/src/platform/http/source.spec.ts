import { addressOf, networkOf } from './source.js';

describe('The address of a request', () => {
  it.each([
    ['203.0.113.5', '203.0.113.5'],
    ['203.0.113.5:4711', '203.0.113.5'],
    ['[2001:db8::1]:4711', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['::ffff:203.0.113.5', '203.0.113.5'],
    ['unknown', '127.0.0.1'],
    ['jane.doe@example.com', '127.0.0.1'],
    ['', '127.0.0.1'],
  ])('is, where the proxy names %j, %s', (ip, expected) => {
    expect(addressOf({ ip, socket: { remoteAddress: '127.0.0.1' } as never })).toBe(expected);
  });
});

describe('A network', () => {
  it.each([
    ['203.0.113.5', '203.0.113.5'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::5', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
