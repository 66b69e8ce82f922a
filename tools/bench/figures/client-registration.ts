import { DeviceKey } from '@passant/mobile-client';
import { type Contestant, compete } from '../contest.js';
import type { Figure } from '../figure.js';
import type { Laboratory } from '../laboratory.js';
import { rateAgainst, rowsOf } from '../standings.js';
import { Passant } from '../subjects/passant.js';
import { Rival } from '../subjects/rival.js';

/**
 * Dynamic registration of clients with a key, each with its own initial access token, which is valid for one
 * registration.
 */
export const clientRegistration: Figure = {
  name: 'client-registration',
  title: 'Client registration with one-time initial access tokens',
  async measure({ laboratory, scale, ...options }) {
    const passant = await Passant.start(laboratory);
    const others = await Passant.startOther(laboratory);
    const key = await DeviceKey.generate();
    const contestants = [
      passant.clientRegistration(key),
      ...others.map((other) => other.clientRegistration(key)),
      await nodeOidcProvider(laboratory, key),
      await bareServer(laboratory, key),
    ];
    const standings = await compete(contestants, { ...scale, ...options });
    return {
      rows: rowsOf(standings),
      verdicts: [
        ...others.map(({ name }) => rateAgainst(standings, name, { atLeast: 1.2 })),
        rateAgainst(standings, 'node-oidc-provider', { atLeast: 4 }),
        rateAgainst(standings, 'bare server'),
      ],
    };
  },
};

async function nodeOidcProvider(laboratory: Laboratory, key: DeviceKey): Promise<Contestant> {
  const setup = { figure: 'registration', apps: [] };
  const rival = await Rival.start(laboratory, 'oidc-provider-server.mjs', setup);
  const metadata = {
    ...{ redirect_uris: [], response_types: [], grant_types: ['client_credentials'], client_name: 'Phone' },
    ...{ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key.publicJwk] } },
  };
  return {
    ...registrationOf(rival, '/reg', metadata),
    name: 'node-oidc-provider',
    committed: () => rival.count("model WHERE kind = 'Client'"),
  };
}

async function bareServer(laboratory: Laboratory, key: DeviceKey): Promise<Contestant> {
  const rival = await Rival.start(laboratory, 'bare-server.mjs');
  const metadata = { client_name: 'Phone', jwks: { keys: [key.publicJwk] } };
  return {
    ...registrationOf(rival, '/clients', metadata),
    name: 'bare server',
    committed: () => rival.count('client'),
  };
}

function registrationOf(rival: Rival, path: string, metadata: object): Omit<Contestant, 'name'> {
  const body = JSON.stringify(metadata);
  return {
    url: rival.program.url,
    subject: rival.subject,
    prepare: async (count) => {
      const tokens = await rival.make({ initialAccessTokens: count });
      const requests = tokens.map((token) => ({ authorization: `Bearer ${token}`, body }));
      return { path, contentType: 'application/json', requests, once: true };
    },
    accepts: ({ client_id: id, registration_access_token: token }) => Boolean(id && token),
  };
}
