import { aProvider, anApplication, anInstance } from '../testing/index.js';
import { type Configured, type Proving, basisOf, basisOfStep, isEndedSince, mustProveAnew } from './basis.js';

const application = anApplication();
const provider = aProvider();
const client = anInstance();
const api = (clientId: string, ...resources: string[]) => anInstance({ clientId, kind: 'api', resources });
const [orders, maps] = [api('orders', 'urn:orders', 'urn:baskets'), api('maps', 'urn:maps')];
const clientDocuments = { enabled: true, domains: ['rp.example'], edition: 3 };

describe('The basis of a decision', () => {
  const rest = { resourceServers: [], clientDocuments: null };
  const configured: Configured = {
    ...{ application, providers: [aProvider({ identifier: 'another' }), provider] },
    ...{ apiClients: [orders, maps], clientDocuments },
  };
  const described = anInstance({ documentFreshUntil: 7 });

  it.each([
    ['the provider that authenticated the person', basisOf(client, configured, 'scheme', []), { client, application, provider, ...rest }], // prettier-ignore
    ['no provider where there is no person', basisOf(client, configured, null, []), { client, application, provider: null, ...rest }], // prettier-ignore
    ['no application where the client has none', basisOf(client, { ...configured, application: undefined }, 'scheme', []), { client, application: null, provider, ...rest }], // prettier-ignore
    ['each API that the audience names, once', basisOf(client, configured, null, ['urn:baskets', 'urn:orders', 'urn:issuer']), { client, application, provider: null, ...rest, resourceServers: [orders] }], // prettier-ignore
    ['from where the document of the client was taken', basisOf(described, configured, null, []), { client: described, application, provider: null, ...rest, clientDocuments }], // prettier-ignore
    ['no audience of what is judged again', basisOfStep({ client, application, provider }), { client, application, provider, ...rest }], // prettier-ignore
  ])('names %s', (_, basis, expected) => {
    expect(basis).toEqual(expected);
  });

  const begun = { application, provider };
  it.each([
    ['is not over where nothing changed', { application, provider }, false],
    ['is not over where the same ones changed', { application: anApplication({ edition: 2 }), provider: aProvider({ edition: 9 }) }, false], // prettier-ignore
    ['is not over where one is gone, which the next decision finds', { application: undefined, provider: undefined }, false], // prettier-ignore
    ['is over where all tokens of the application were ended', { application: anApplication({ issuance: 'another' }), provider }, true], // prettier-ignore
    ['is over where the provider is another', { application, provider: aProvider({ issuance: 'another' }) }, true],
  ] as const)('%s', (_, now, expected) => {
    expect(isEndedSince(begun, now)).toBe(expected);
  });

  it('is not over because of an application or a provider that it does not name', () => {
    expect(isEndedSince({ application: null, provider: null }, { application, provider })).toBe(false);
  });
});

describe('What a client proved', () => {
  const now = 1_700_000_100;
  const lenient = { lenientUntil: now + 60, lenientSince: now };
  const legacy = { audiencePolicy: 'LEGACY', lenientUntil: now + 60 } as const;
  const proving = (changes: Parameters<typeof anInstance>[0] = {}, its: Proving['application'] = application) => ({
    client: anInstance({ secretHash: Buffer.alloc(32, 1), jwks: { keys: [] }, ...changes }),
    application: its,
  });

  it.each<[string, boolean, Proving, Proving]>([
    ['nothing changed', false, proving(), proving()],
    ['its name or its scopes changed', false, proving(), proving({ name: 'Another', scopes: ['read'] })],
    ['its secret was replaced', true, proving(), proving({ secretHash: Buffer.alloc(32, 2) })],
    ['its keys were replaced', true, proving(), proving({ jwks: { keys: [{ kty: 'EC' }] } })],
    ['its keys are elsewhere', true, proving(), proving({ jwksUri: 'https://rp.example/keys' })],
    ['it has to authenticate in another way', true, proving(), proving({ authMethod: 'client_secret_post' })],
    ['it got an exception', false, proving(), proving(legacy)],
    ['its exception was prolonged', false, proving(legacy), proving({ ...legacy, lenientUntil: now + 90 })],
    ['its exception was taken', true, proving(legacy), proving()],
    ['its exception ended now', true, proving(legacy), proving({ ...legacy, lenientUntil: now })],
    ['the exception of its application was taken', true, proving({}, lenient), proving()],
    ['an exception of which it has no need was taken', false, proving({ audiencePolicy: 'STRICT' }, lenient), proving({ audiencePolicy: 'STRICT' })], // prettier-ignore
  ])('where %s, has to be proven anew: %s', (_, expected, before, after) => {
    expect(mustProveAnew(before, after, now)).toBe(expected);
  });
});
