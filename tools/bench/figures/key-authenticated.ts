import { DeviceKey } from '@passant/mobile-client';
import { compete } from '../contest.js';
import type { Figure } from '../figure.js';
import { rateAgainst, rowsOf } from '../standings.js';
import { askedWithKey, introspectionByOidcProvider } from '../subjects/introspection.js';
import { Passant } from '../subjects/passant.js';

const CLIENT = 'gateway-with-a-key';

/** Introspection by a resource server that sends a new ES256 assertion with every request (`private_key_jwt`). */
export const keyAuthenticated: Figure = {
  name: 'key-authenticated',
  title: 'Introspection authenticated with a key',
  async measure({ laboratory, scale, ...options }) {
    const key = await DeviceKey.generate();
    const passant = await Passant.start(laboratory);
    const apps = [{ clientId: CLIENT, jwk: key.publicJwk }];
    const rival = await introspectionByOidcProvider(laboratory, scale.tokens, apps);
    const contestants = [
      askedWithKey(passant.introspection(scale.tokens), await passant.keyHolder(key), passant.issuer),
      askedWithKey(rival, { clientId: CLIENT, key }, rival.url),
    ];
    const standings = await compete(contestants, { ...scale, ...options });
    return { rows: rowsOf(standings), verdicts: [rateAgainst(standings, rival.name)] };
  },
};
