import { type Contestant, compete } from '../contest.js';
import type { Figure } from '../figure.js';
import type { Laboratory } from '../laboratory.js';
import { p99Against, rateAgainst, rowsOf } from '../standings.js';
import { Passant } from '../subjects/passant.js';
import { Rival } from '../subjects/rival.js';

/** Introspection of distinct live tokens by one resource server that authenticates with a secret. */
export const introspection: Figure = {
  name: 'introspection',
  title: 'Introspection of distinct live tokens',
  async measure({ laboratory, scale, ...options }) {
    const passant = await Passant.start(laboratory);
    const others = await Passant.startOther(laboratory);
    const contestants = [
      passant.introspection(scale.tokens),
      ...others.map((other) => other.introspection(scale.tokens)),
      await nodeOidcProvider(laboratory, scale.tokens),
      await bareServer(laboratory, scale.tokens),
    ];
    const standings = await compete(contestants, { ...scale, ...options });
    return {
      rows: rowsOf(standings),
      verdicts: [
        ...others.map(({ name }) => rateAgainst(standings, name, { atLeast: 1.9 })),
        rateAgainst(standings, 'node-oidc-provider', { atLeast: 3 }),
        rateAgainst(standings, 'bare server', { atLeast: 1.5 }),
        p99Against(standings, 'bare server', { atMost: 0.7 }),
      ],
    };
  },
};

async function nodeOidcProvider(laboratory: Laboratory, count: number): Promise<Contestant> {
  const rival = await Rival.start(laboratory, 'oidc-provider-server.mjs', { figure: 'introspection', apps: [] });
  // With this hint it does not search the refresh tokens.
  const hint = '&token_type_hint=access_token';
  return { ...(await introspectionOf(rival, count, '/token/introspection', hint)), name: 'node-oidc-provider' };
}

async function bareServer(laboratory: Laboratory, count: number): Promise<Contestant> {
  const rival = await Rival.start(laboratory, 'bare-server.mjs');
  return { ...(await introspectionOf(rival, count, '/introspect')), name: 'bare server' };
}

async function introspectionOf(
  rival: Rival,
  tokens: number,
  path: string,
  hint = '',
): Promise<Omit<Contestant, 'name'>> {
  const requests = (await rival.make({ tokens })).map((token) => ({
    authorization: rival.resourceServer,
    body: `token=${token}${hint}`,
  }));
  return {
    url: rival.program.url,
    subject: rival.subject,
    prepare: () => Promise.resolve({ path, contentType: 'application/x-www-form-urlencoded', requests, once: false }),
    accepts: ({ active, sub }) => active === true && String(sub).startsWith('person-'),
  };
}
