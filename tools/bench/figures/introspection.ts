import { type Contestant, compete } from '../contest.js';
import type { Figure } from '../figure.js';
import type { Laboratory } from '../laboratory.js';
import { p99Against, rateAgainst, rowsOf } from '../standings.js';
import { introspectionBy, introspectionByOidcProvider } from '../subjects/introspection.js';
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
      await introspectionByOidcProvider(laboratory, scale.tokens),
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
        {
          what: 'rows of events an hour, for an API client and an application',
          value: await passant.introspectionEventsPerHour(),
          target: { atMost: 120 },
        },
      ],
    };
  },
};

async function bareServer(laboratory: Laboratory, count: number): Promise<Contestant> {
  const rival = await Rival.start(laboratory, 'bare-server.mjs');
  return { ...(await introspectionBy(rival, count, '/introspect')), name: 'bare server' };
}
