import { passkeySiteOf } from './passkey-site.js';

describe('Browsers', () => {
  it.each([
    ['https://login.example.com', { origin: 'https://login.example.com', name: 'login.example.com' }],
    ['https://login.example.com:8443', { origin: 'https://login.example.com:8443', name: 'login.example.com' }],
    ['http://localhost:3000', { origin: 'http://localhost:3000', name: 'localhost' }],
    ['http://passant.localhost:3000', { origin: 'http://passant.localhost:3000', name: 'passant.localhost' }],
  ])('take passkeys at %s', (url, site) => expect(passkeySiteOf(url)).toEqual(site));

  it.each([
    ['http://127.0.0.1:3000', 'IP_ADDRESS'],
    ['https://192.0.2.7', 'IP_ADDRESS'],
    ['https://[2001:db8::1]:8443', 'IP_ADDRESS'],
  ])('take none at %s: %s', (url, unavailable) => expect(passkeySiteOf(url).unavailable).toBe(unavailable));
});
