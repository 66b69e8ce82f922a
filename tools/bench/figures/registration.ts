import { JWT_BEARER_ASSERTION_TYPE } from '@passant/contracts';
import { DeviceKey } from '@passant/mobile-client';
import { type Contestant, compete } from '../contest.js';
import type { Figure } from '../figure.js';
import { inParallel } from '../../world/in-parallel.js';
import type { Laboratory } from '../laboratory.js';
import type { Request } from '../load/load.js';
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

interface Client {
  clientId: string;
  key: DeviceKey;
}

const newClient = async (clientId: string): Promise<Client> => ({ clientId, key: await DeviceKey.generate() });

const publicOf = (clients: Client[]) => clients.map(({ clientId, key }) => ({ clientId, jwk: key.publicJwk }));

/** Makes requests, each with its own assertion; the clients take turns. */
function requestsOf(clients: Client[], audience: string, count: number, render: (by: string, jwt: string) => string) {
  const now = Math.floor(Date.now() / 1000);
  return inParallel(count, async (index): Promise<Request> => {
    const { clientId, key } = clients[index % clients.length]!;
    return { body: render(clientId, await key.assertion(clientId, audience, now)) };
  });
}

async function bareServer(laboratory: Laboratory, clients: Client[]): Promise<Contestant> {
  const rival = await Rival.start(laboratory, 'bare-server.mjs');
  await rival.make({ apps: publicOf(clients) });
  const { url } = rival.program;
  return {
    ...{ name: 'bare server', url, subject: rival.subject },
    prepare: async (count) => ({
      ...{ path: '/register', contentType: 'application/json', once: true },
      requests: await requestsOf(clients, url, count, (clientId, assertion) =>
        JSON.stringify({ client_id: clientId, client_assertion: assertion, person: 'person-1' }),
      ),
    }),
    accepts: ({ access_token: token }) => typeof token === 'string',
    committed: () => rival.count('token'),
  };
}

async function nodeOidcProvider(laboratory: Laboratory, clients: Client[]): Promise<Contestant> {
  const setup = { figure: 'token', apps: publicOf(clients) };
  const rival = await Rival.start(laboratory, 'oidc-provider-server.mjs', setup);
  const { url } = rival.program;
  return {
    ...{ name: 'node-oidc-provider', url, subject: rival.subject },
    prepare: async (count) => ({
      ...{ path: '/token', contentType: 'application/x-www-form-urlencoded', once: true },
      requests: await requestsOf(clients, url, count, (clientId, assertion) =>
        new URLSearchParams({
          ...{ grant_type: 'client_credentials', scope: 'profile', client_id: clientId },
          ...{ client_assertion_type: JWT_BEARER_ASSERTION_TYPE, client_assertion: assertion },
        }).toString(),
      ),
    }),
    accepts: ({ access_token: token }) => typeof token === 'string',
    committed: () => rival.count("model WHERE kind = 'ClientCredentials'"),
  };
}
