import { OAuthError } from '../refusals/errors.js';
import { anInstance } from '../testing/index.js';
import {
  apiIdentifierProblem,
  grantAudience,
  isFor,
  maySeeToken,
  offeredResources,
  resourceProblem,
  resourceTold,
} from './audience.js';

const issuer = 'https://login.example.com/oauth';
const ORDERS = 'https://orders.example.com';
const MAPS = 'https://maps.example.com/api';
const offered = new Set([ORDERS, MAPS, issuer]);
const api = (changes: Parameters<typeof anInstance>[0]) => anInstance({ kind: 'api', ...changes });

describe('The identifier of a resource', () => {
  it.each([ORDERS, MAPS, 'urn:example:orders', 'https://orders.example.com/?tenant=1', 'app+orders:/v1'])(
    'may be %s',
    (resource) => expect(resourceProblem(resource)).toBeUndefined(),
  );

  it.each([
    ['a relative one', '/orders', /absolute/],
    ['a host alone', 'orders.example.com', /absolute/],
    ['nothing', '', /absolute/],
    ['a fragment', `${ORDERS}#a`, /fragment/],
    ['an empty fragment', `${ORDERS}#`, /fragment/],
    ['a space', `${ORDERS}/a b`, /absolute/],
    ['a line end', `${ORDERS}\n`, /absolute/],
    ['a character that no URI has', 'http://über.example.com', /absolute/],
    ['a broken escape', `${ORDERS}/%zz`, /absolute/],
    ['a user name', 'https://orders@orders.example.com', /user name/],
    ['a password', 'https://:secret@orders.example.com', /password/],
    ['a scheme alone', 'urn:', /behind the scheme/],
    ['no host', 'app:///orders', /host/],
    ['no host but a port', 'http://:80/', /absolute/],
    ['a host without slashes', 'https:orders.example.com', /^must be in its normal form$/],
    ['capitals in the host', 'https://Orders.example.com', /normal form/],
    ['the usual port', 'https://orders.example.com:443/', /normal form/],
    ['dot segments', `${ORDERS}/a/../b`, /normal form/],
    ['an endless one', `${ORDERS}/${'x'.repeat(2048)}`, /at most 2048/],
  ])('is not %s', (_, resource, problem) => expect(resourceProblem(resource)).toMatch(problem));

  it.each([
    ['https:orders.example.com', 'It is "https:orders.example.com". The normal form is "https://orders.example.com/".'],
    ['orders', 'It is "orders".'],
  ])('is told to whoever wrote %s', (resource, told) => expect(resourceTold(resource)).toBe(told));
});

describe('The identifier of an API', () => {
  it.each([issuer, `${issuer}/`, `${issuer}/v1/userinfo`, 'https://login.example.com', 'http://login.example.com/api'])(
    'is no address of this server: %s',
    (resource) => expect(apiIdentifierProblem(resource, issuer)).toMatch(/address of this server/),
  );

  it.each([
    ORDERS,
    'urn:login.example.com',
    'https://login.example.com:8443/api',
    'https://login.example.com.example/',
  ])('may be %s', (resource) => expect(apiIdentifierProblem(resource, issuer)).toBeUndefined());

  it('is judged as any resource', () => {
    expect(apiIdentifierProblem('orders', issuer)).toBe(resourceProblem('orders'));
  });
});

describe('The resources a client may ask for', () => {
  const orders = api({ resources: [ORDERS], visibleApplications: ['shop'] });
  const maps = api({ resources: [MAPS] });

  it.each([
    ['those of its application and of all', [orders, maps], 'shop', [ORDERS, MAPS, issuer]],
    ['not those of another application', [orders, maps], 'other', [MAPS, issuer]],
    ['not those of a narrowed one, where it has no application', [orders, maps], null, [MAPS, issuer]],
    ['not those of a disabled one', [orders, { ...maps, enabled: false }], 'shop', [ORDERS, issuer]],
    ['this server alone, where all that have names are disabled', [{ ...maps, enabled: false }], 'shop', [issuer]],
    ['none while nobody has a name', [api({})], 'shop', []],
    ['none while nobody who may see its tokens has one', [orders], 'other', []],
  ])('are %s', (_, clients, application, expected) => {
    expect([...offeredResources(clients, application, issuer)]).toEqual(expected);
  });
});

describe('The audience of a token', () => {
  it.each([
    ['what is named', [ORDERS], [], [ORDERS]],
    ['all that is named, each once', [ORDERS, MAPS, ORDERS], [], [ORDERS, MAPS]],
    ['this server, where that is named', [issuer], [], [issuer]],
    ['what was granted, where nothing is named', undefined, [ORDERS, MAPS], [ORDERS, MAPS]],
    ['a part of what was granted', [MAPS], [ORDERS, MAPS], [MAPS]],
    ['what is left of what was granted', undefined, [ORDERS, 'https://gone.example.com'], [ORDERS]],
    ['nobody, where nothing was named at all', undefined, [], []],
    ['nobody, where an empty list was named', [], [], []],
  ])('is %s', (_, requested, granted, expected) => {
    expect(grantAudience(requested, offered, granted)).toEqual(expected);
  });

  it.each([
    ['an unknown resource', ['https://gone.example.com'], offered, []],
    ['one unknown among known ones', [ORDERS, 'https://gone.example.com'], offered, []],
    ['a resource with a slash more', [`${ORDERS}/`], offered, []],
    ['what is no URI', ['orders'], offered, []],
    ['a resource with a fragment', [`${ORDERS}#a`], offered, []],
    ['more than was granted', [MAPS], offered, [ORDERS]],
    ['a grant whose resources are gone', undefined, offered, ['https://gone.example.com']],
    ['a grant whose resources are gone, where nobody has a name any more', undefined, new Set<string>(), [ORDERS]],
    ['a resource of a grant that is gone', [ORDERS], new Set<string>(), [ORDERS]],
  ])('is refused for %s', (_, requested, of, granted) => {
    let refusal: unknown;
    try {
      grantAudience(requested, of, granted);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(OAuthError);
    expect(refusal).toMatchObject({ code: 'invalid_target' });
  });

  it('is nobody whatever is named, while nothing has a name', () => {
    expect(grantAudience([ORDERS, 'not a uri'], new Set())).toEqual([]);
  });
});

describe('A token', () => {
  it.each([
    [null, true],
    [[issuer], true],
    [[ORDERS, issuer], true],
    [[ORDERS], false],
  ])('with the audience %j is for this server: %s', (audience, expected) => {
    expect(isFor({ audience }, issuer)).toBe(expected);
  });

  it.each([
    ['of its application, by the rule of applications', {}, { audience: [MAPS] }, true],
    ['of another application', { visibleApplications: ['shop'] }, { application: 'other' }, false],
    ['for it, where it sees no others', { introspectionSight: 'RESOURCES' }, { audience: [MAPS, ORDERS] }, true],
    ['for another resource', { introspectionSight: 'RESOURCES' }, { audience: [MAPS] }, false],
    ['for nobody in particular', { introspectionSight: 'RESOURCES' }, { audience: null }, false],
    [
      'for it, of an application that is not its own',
      { introspectionSight: 'RESOURCES', visibleApplications: ['shop'] },
      { audience: [ORDERS], application: 'other' },
      false,
    ],
  ] as const)('%s is seen or not', (_, caller, token, expected) => {
    const changes = caller as Parameters<typeof anInstance>[0];
    const seen = { application: 'shop', audience: null, ...token } as {
      application: string;
      audience: string[] | null;
    };
    expect(maySeeToken(api({ resources: [ORDERS], ...changes }), seen)).toBe(expected);
  });
});
