import { describe, expect, it } from '@jest/globals';
import { ClientMetadata, type InitialAccessToken } from '@passant/contracts';
import { quoted, registrationExample } from './registration-example.js';
import { stateOf } from './token-state.js';
import { KEY_PLACEHOLDER } from './trial-key.js';

const token: InitialAccessToken = {
  id: 't1',
  scope: [],
  registrations: 2,
  uses: 1,
  expires_at: 2000,
  revoked: false,
  created_by: 'admin@example.com',
  created_at: 0,
};

describe('the state of a token', () => {
  it.each<[string, Partial<InitialAccessToken>]>([
    ['usable', {}],
    ['used', { uses: 2 }],
    ['expired', { expires_at: 1000 }],
    ['revoked', { revoked: true, uses: 2, expires_at: 0 }],
  ])('is %s', (state, change) => expect(stateOf({ ...token, ...change }, 1000)).toBe(state));
});

describe('the command that registers an app instance', () => {
  const command = registrationExample({
    origin: 'https://login.example.com',
    token: 'secret.token',
    application: 'city-app',
    version: { platform: 'android', version: "2.0'beta" },
    publicKey: KEY_PLACEHOLDER,
  });

  it('goes to the registration endpoint with the token', () => {
    expect(command).toContain("curl -X POST 'https://login.example.com/oauth/clients'");
    expect(command).toContain("'Authorization: Bearer secret.token'");
  });

  it('sends metadata that the contract takes, quoted for a shell', () => {
    const body = command.slice(command.indexOf("-d '") + 4, -1).replaceAll(`'\\''`, "'");
    expect(ClientMetadata.parse(JSON.parse(body))).toMatchObject({
      application_type: 'native',
      software_id: 'city-app',
      software_version: "2.0'beta",
      app_platform: 'android',
      token_endpoint_auth_method: 'private_key_jwt',
    });
  });

  it('leaves no quote of the text open', () => expect(quoted("a'b")).toBe(`'a'\\''b'`));
});
