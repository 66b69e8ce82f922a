import { webcrypto } from 'node:crypto';
import { stripTypeScriptTypes } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { ClientMetadata, type CreatedSoftwareStatement } from '@passant/contracts';
import { GRAMMAR_PATIENCE, misreadLines } from '../../../test/grammar.js';
import { snippetsOf } from './statement-snippets.js';

const created: CreatedSoftwareStatement = {
  id: '0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0',
  application: 'city-app',
  app_platform: 'ios',
  app_version: '1.0',
  state: 'usable',
  clients: 0,
  created_by: 'admin@example.com',
  created_at: 0,
  software_statement: 'head.body.signature',
  claims: {},
};
const snippet = (id: string, name = 'City services') =>
  snippetsOf('https://login.example.com', created, name).find((one) => one.id === id)!.text;

/** Runs the code as an app would, against a server that responds with a client id. */
async function run(code: string): Promise<{ url: string; request: RequestInit; clientId: string }> {
  const calls: [string, RequestInit][] = [];
  const answer = (url: string, request: RequestInit) => {
    calls.push([url, request]);
    return Promise.resolve({ status: 201, json: () => Promise.resolve({ client_id: 'C1' }) });
  };
  const script = stripTypeScriptTypes(code).replace('export async function', 'async function');
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- text for somebody else's app: here alone it runs
  const make = new Function('fetch', 'crypto', `${script}; return register;`) as (
    fetch: unknown,
    crypto: unknown,
  ) => () => Promise<{ clientId: string }>;
  const { clientId } = await make(answer, webcrypto)();
  const [url, request] = calls[0]!;
  return { url, request, clientId };
}

describe('the snippet for TypeScript', () => {
  it('registers with the statement and a key that it made', async () => {
    const { url, request, clientId } = await run(snippet('typescript'));
    expect(url).toBe('https://login.example.com/oauth/clients');
    expect(clientId).toBe('C1');
    expect(request.method).toBe('POST');
    const body = ClientMetadata.parse(JSON.parse(request.body as string));
    expect(body).toMatchObject({
      software_statement: 'head.body.signature',
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [{ kty: 'EC', crv: 'P-256', kid: 'key-1', x: expect.any(String), y: expect.any(String) }] },
    });
    expect(body.jwks!.keys[0]).not.toHaveProperty('d');
  });

  it('stays code whatever the application is called', async () => {
    expect((await run(snippet('typescript', 'City */ throw 1; /*'))).clientId).toBe('C1');
  });
});

describe('the snippets for other platforms', () => {
  it.each(['swift', 'kotlin', 'json'])('of %s hold the statement and the address', (id) => {
    expect(snippet(id)).toContain('head.body.signature');
    expect(snippet(id)).toContain('https://login.example.com/oauth/clients');
  });

  it.each(['swift', 'kotlin'])('of %s send every member that a registration needs', (id) => {
    for (const member of ['software_statement', 'token_endpoint_auth_method', 'jwks']) {
      expect(snippet(id)).toContain(`"${member}"`);
    }
  });

  it.each(['swift', 'kotlin'])('of %s keep the name of the application within one comment', (id) => {
    const lines = snippet(id, 'City\nfatalError()').split('\n');
    expect(lines.find((line) => line.startsWith('fatalError'))).toBeUndefined();
  });

  it(
    'are written in their languages, as far as a parser can tell',
    () => {
      const swift = { language: 'swift', text: snippet('swift') } as const;
      const kotlin = { language: 'kt', text: snippet('kotlin') } as const;
      const broken = { language: 'kt', text: `${kotlin.text}}\n` } as const;
      const { broken: found, ...misread } = misreadLines({ swift, kotlin, broken });
      expect(misread).toEqual({ swift: [], kotlin: [] });
      expect(found).not.toEqual([]);
    },
    GRAMMAR_PATIENCE,
  );
});
