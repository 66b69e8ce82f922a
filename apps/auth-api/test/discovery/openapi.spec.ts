import { send } from '@passant/mobile-client';
import { registeredRoutes } from '../../src/platform/http/allowed-methods.js';
import { AuthServer } from '../support/auth-server.js';

interface Schema {
  required?: string[];
}

interface Operation {
  operationId: string;
  responses: Record<string, unknown>;
  parameters?: { name: string; in: string; schema: { type?: string }; allowReserved?: boolean }[];
  requestBody?: { content: Record<string, { schema: { properties?: Record<string, { type?: string }> } }> };
}

interface Document {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
}

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

async function read(path: string): Promise<Document> {
  return (await send<Document>('GET', server.url + path)).body;
}

function described(document: Document): string[] {
  return Object.entries(document.paths)
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`))
    .sort();
}

/** The routes of the running server, in OpenAPI notation. */
function running(belongs: (path: string) => boolean): string[] {
  return registeredRoutes(server.app.getHttpAdapter().getInstance())
    .filter(({ path, method }) => belongs(path) && method !== 'HEAD' && !path.endsWith('/openapi.json'))
    .map(({ path, method }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
    .sort();
}

describe('The OpenAPI description', () => {
  it.each([
    ['of the admin API', '/admin/api/v1/openapi.json', (path: string) => path.startsWith('/admin/api/')],
    [
      'of the protocol',
      '/oauth/openapi.json',
      (path: string) => path.startsWith('/oauth/') || path.startsWith('/.well-known/') || path.startsWith('/c2id/'),
    ],
  ])('%s names exactly the endpoints that the server answers on', async (_, path, belongs) => {
    const document = await read(path);
    expect(document.openapi).toBe('3.1.0');
    expect(document.servers).toEqual([{ url: server.url }]);
    expect(described(document)).toEqual(running(belongs));
  });

  it.each(['/admin/api/v1/openapi.json', '/oauth/openapi.json'])(
    '%s refers to nothing but what stands in it, from its root',
    async (path) => {
      const document = await read(path);
      const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, at = '']) => at);
      const lost = references.filter((at) => {
        const found = at
          .split('/')
          .reduce<unknown>((there, name) => (there as Record<string, unknown>)?.[name], document);
        return found === undefined;
      });
      expect([...new Set(lost)]).toEqual([]);
    },
  );

  it.each(['/admin/api/v1/openapi.json', '/oauth/openapi.json'])(
    '%s gives every operation a name of its own',
    async (path) => {
      const operations = Object.values((await read(path)).paths).flatMap((methods) => Object.values(methods));
      const names = operations.map((operation) => operation.operationId);
      expect(new Set(names).size).toBe(names.length);
      for (const { responses } of operations) expect(responses).toHaveProperty('default');
    },
  );

  it('of the protocol says that people at the login pages get pages, are sent on, and are refused with a page', async () => {
    const { paths } = await read('/oauth/openapi.json');
    const operations = Object.entries(paths).filter(([path]) => path.startsWith('/oauth/v1/authorize'));
    for (const { responses } of operations.flatMap(([, methods]) => Object.values(methods))) {
      expect(responses).toMatchObject({
        200: { content: { 'text/html': {} } },
        303: { headers: { Location: { required: true } } },
        default: { content: { 'text/html': {}, 'application/json': {} } },
      });
    }
    expect(operations).toHaveLength(4);
  });

  it.each(['/oauth/clients', '/c2id/clients'])(
    'of the protocol says what a dry run at %s answers with 200',
    async (path) => {
      const { responses } = (await read('/oauth/openapi.json')).paths[path]!.post!;
      const { content } = responses[200] as { content: Record<string, { schema: { anyOf?: Schema[] } & Schema }> };
      const { schema } = content['application/json']!;
      // Whoever registers is told the client's identifier, and a dry run has none.
      const kinds = (schema.anyOf ?? [schema]).map(({ required = [] }) => required.includes('client_id'));
      expect(kinds).toEqual(path === '/c2id/clients' ? [true, false] : [false]);
      expect('201' in responses).toBe(path === '/oauth/clients');
    },
  );

  it('of the protocol names the stream of ended tokens beside the answer in JSON', async () => {
    const { responses } = (await read('/oauth/openapi.json')).paths['/oauth/api/v2/token/ended']!.get!;
    expect(responses[200]).toMatchObject({ content: { 'application/json': {}, 'text/event-stream': {} } });
  });

  // RFC 8707 §2. In queries and forms alike, the items of an array are the parameter again, and one of them alone is one.
  it('of the protocol says that a request may name several resources, wherever it may name one', async () => {
    const { paths } = await read('/oauth/openapi.json');
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    const types = operations.flatMap(({ operationId, parameters = [], requestBody }) => [
      ...parameters.filter(({ name }) => name === 'resource').map(({ schema }) => [operationId, schema.type]),
      ...Object.values(requestBody?.content ?? {})
        .flatMap(({ schema }) => schema.properties?.resource ?? [])
        .map(({ type }) => [operationId, type]),
    ]);
    expect(Object.fromEntries(types)).toMatchObject({
      getOauthV1Authorize: 'array',
      postOauthV1Authorize: 'array',
      postOauthV1Token: 'array',
    });
    expect(types.filter(([, type]) => type !== 'array')).toEqual([]);
  });

  // The server reads a plus in a query as a space, and what stands behind an ampersand as another parameter.
  it.each(['/admin/api/v1/openapi.json', '/oauth/openapi.json'])(
    '%s lets nobody leave reserved characters in a query as they are',
    async (path) => {
      const operations = Object.values((await read(path)).paths).flatMap((methods) => Object.values(methods));
      const inQuery = operations.flatMap(({ parameters = [] }) => parameters.filter((one) => one.in === 'query'));
      expect(inQuery.length).toBeGreaterThan(8);
      expect(inQuery.filter(({ allowReserved }) => allowReserved)).toEqual([]);
    },
  );
});
