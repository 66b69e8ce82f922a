import { describe, expect, it } from '@jest/globals';
import { losesAny, lossesInWords, metadataAddress, protectedResourceMetadata } from './resource-words.js';

describe('what an API client would stop seeing', () => {
  const preview = (application: string | undefined, seen: number, kept: number, unnamed: number) => ({
    complete: true,
    applications: [{ ...(application === undefined ? {} : { application }), seen, kept, unnamed }],
  });

  it.each([
    [preview('city-app', 4, 4, 0), 'city-app: all of its 4 live tokens would still be seen.', false],
    [
      preview('city-app', 1, 0, 1),
      'city-app: 1 of 1 live token would look inactive; for 1 of them no resource was asked.',
      true,
    ],
    [preview('city-app', 4, 1, 0), 'city-app: 3 of 4 live tokens would look inactive.', true],
    [preview(undefined, 2, 2, 0), 'Clients without application: all of its 2 live tokens would still be seen.', false],
  ])('%j', (counts, words, loses) => {
    expect(lossesInWords(counts)).toEqual([words]);
    expect(losesAny(counts)).toBe(loses);
  });

  it('says where counting stopped', () => {
    expect(lossesInWords({ complete: false, applications: [] })).toEqual(['There are more tokens than were counted.']);
  });
});

describe('the metadata of a resource', () => {
  it.each([
    ['https://orders.example.com', 'https://orders.example.com/.well-known/oauth-protected-resource'],
    ['https://orders.example.com/', 'https://orders.example.com/.well-known/oauth-protected-resource'],
    ['https://example.com/orders?tenant=1', 'https://example.com/.well-known/oauth-protected-resource/orders?tenant=1'],
    ['urn:example:orders', undefined],
    ['orders', undefined],
  ])('of %s is at %s', (resource, address) => expect(metadataAddress(resource)).toBe(address));

  it('names the resource exactly, and this server as the one that issues tokens for it', () => {
    const text = protectedResourceMetadata('https://login.example.com', 'https://orders.example.com', 'Orders');
    expect(JSON.parse(text)).toEqual({
      resource: 'https://orders.example.com',
      authorization_servers: ['https://login.example.com/oauth'],
      bearer_methods_supported: ['header'],
      resource_name: 'Orders',
    });
  });
});
