import type { TokenTrace } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';
import { END_OF_TOKEN } from './stateless-session.repository.js';

/** What is known of tokens by their hash, for whoever found one in a log. */
export class TokenTraceRepository {
  constructor(private readonly manager: EntityManager) {}

  /**
   * The token with this hash, whatever it is or was. An access token that ended is remembered until it would have
   * expired; other tokens that were revoked are forgotten at once.
   */
  async find(tokenHash: Buffer): Promise<TokenTrace | undefined> {
    const [found] = await rowsOf<TokenTrace>(
      this.manager,
      // One index look-up per table. Of access tokens it is one per partition, of which there are few.
      `SELECT 'access' AS token, client_id AS "clientId", application, app_platform AS "appPlatform",
              app_version AS "appVersion", identity_provider AS "identityProvider", issued_at AS "issuedAt",
              ${END_OF_TOKEN} AS "expiresAt", NULL AS "end"
         FROM access_token WHERE token_hash = $1
       UNION ALL
       SELECT 'access', NULL, application, NULL, NULL, NULL, NULL, expires_at, 'ended'
         FROM ended_token WHERE token_hash = $1
       UNION ALL
       SELECT 'refresh', r.client_id, c.application, c.app_platform, c.app_version,
              coalesce(r.identity_provider, p.identity_provider), r.issued_at, r.expires_at, NULL
         FROM refresh_token r JOIN client c USING (client_id) LEFT JOIN profile p ON p.id = r.profile
        WHERE r.token_hash = $1
       UNION ALL
       SELECT 'refresh', client_id, application, app_platform, app_version, NULL, NULL, s.expires_at, 'replaced'
         FROM spent_refresh_token s JOIN refresh_token r USING (family) JOIN client USING (client_id)
        WHERE s.token_hash = $1
       UNION ALL
       SELECT 'authorization_code', client_id, application, app_platform, app_version, identity_provider, NULL,
              a.expires_at, CASE WHEN redeemed_at IS NOT NULL THEN 'used' END
         FROM authorization_code a JOIN client USING (client_id) WHERE code_hash = $1
       LIMIT 1`,
      [tokenHash],
    );
    return found;
  }
}
