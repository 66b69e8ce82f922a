import { compete } from '../contest.js';
import type { Figure } from '../figure.js';
import { rateAgainst, rowsOf } from '../standings.js';
import { answeredSigned, introspectionByOidcProvider } from '../subjects/introspection.js';
import { Passant } from '../subjects/passant.js';

/** Introspection whose answers the server signs with ES256 (RFC 9701), asked with a secret. */
export const signed: Figure = {
  name: 'signed',
  title: 'Introspection with signed answers',
  async measure({ laboratory, scale, ...options }) {
    const passant = await Passant.start(laboratory);
    const rival = await introspectionByOidcProvider(laboratory, scale.tokens);
    const contestants = [passant.introspection(scale.tokens), rival].map(answeredSigned);
    const standings = await compete(contestants, { ...scale, ...options });
    return { rows: rowsOf(standings), verdicts: [rateAgainst(standings, rival.name)] };
  },
};
