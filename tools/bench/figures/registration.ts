import { DeviceKey } from '@passant/mobile-client';
import { type Contestant, compete } from '../contest.js';
import type { Figure } from '../figure.js';
import type { Laboratory } from '../laboratory.js';
import { type KeyHolder, assertedRequests, formOf } from '../load/asserted.js';
import { rateAgainst, rowsOf } from '../standings.js';
import { Passant } from '../subjects/passant.js';
import { Rival } from '../subjects/rival.js';

/** Clients that take turns, as many as Passant has installations. */
const CLIENTS = 20;

/**
 * Registration of a person: the assertion is verified, its use recorded, and the token stored and committed. Passant
 * also runs a script in a fresh sandbox; the others have no equivalent.
 */
export const registration: Figure = {
  name: 'registration',
  title: 'Stateless registration, v2, one step, with a script',
  async measure({ laboratory, scale, ...options }) {
    const passant = await Passant.start(laboratory);
    const others = await Passant.startOther(laboratory);
    const clients = await Promise.all(Array.from({ length: CLIENTS }, (_, index) => newClient(`app-${index}`)));
    const contestants = [
      passant.registration(),
      ...others.map((other) => other.registration()),
      await bareServer(laboratory, clients),
      await nodeOidcProvider(laboratory, clients),
    ];
    const standings = await compete(contestants, { ...scale, ...options });
    return {
      rows: rowsOf(standings),
      verdicts: [
        ...others.map(({ name }) => rateAgainst(standings, name, { atLeast: 1.4 })),
        rateAgainst(standings, 'bare server', { atLeast: 1.2 }),
        rateAgainst(standings, 'node-oidc-provider', { atLeast: 2.5 }),
      ],
    };
  },
};

const newClient = async (clientId: string): Promise<KeyHolder> => ({ clientId, key: await DeviceKey.generate() });

const publicOf = (clients: KeyHolder[]) => clients.map(({ clientId, key }) => ({ clientId, jwk: key.publicJwk }));

async function bareServer(laboratory: Laboratory, clients: KeyHolder[]): Promise<Contestant> {
  const rival = await Rival.start(laboratory, 'bare-server.mjs');
  await rival.make({ apps: publicOf(clients) });
  const { url } = rival.program;
  return {
    ...{ name: 'bare server', url, subject: rival.subject },
    prepare: async (count) => ({
      ...{ path: '/register', contentType: 'application/json', once: true },
      requests: await assertedRequests(clients, url, count, ({ client_id, client_assertion }) =>
        JSON.stringify({ client_id, client_assertion, person: 'person-1' }),
      ),
    }),
    accepts: ({ access_token: token }) => typeof token === 'string',
    committed: () => rival.count('token'),
  };
}

async function nodeOidcProvider(laboratory: Laboratory, clients: KeyHolder[]): Promise<Contestant> {
  const setup = { figure: 'token', apps: publicOf(clients) };
  const rival = await Rival.start(laboratory, 'oidc-provider-server.mjs', setup);
  const { url } = rival.program;
  return {
    ...{ name: 'node-oidc-provider', url, subject: rival.subject },
    prepare: async (count) => ({
      ...{ path: '/token', contentType: 'application/x-www-form-urlencoded', once: true },
      requests: await assertedRequests(clients, url, count, (proof) =>
        formOf(proof, { grant_type: 'client_credentials', scope: 'profile' }),
      ),
    }),
    accepts: ({ access_token: token }) => typeof token === 'string',
    committed: () => rival.count("model WHERE kind = 'ClientCredentials'"),
  };
}
