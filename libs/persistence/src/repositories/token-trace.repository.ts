import type { TokenTrace } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';

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
              app_version AS "appVersion", issued_at AS "issuedAt", expires_at AS "expiresAt", NULL AS "end"
         FROM access_token WHERE token_hash = $1
       UNION ALL
       SELECT 'access', NULL, application, NULL, NULL, NULL, expires_at, 'ended'
         FROM ended_token WHERE token_hash = $1
       UNION ALL
       SELECT 'refresh', client_id, application, app_platform, app_version, issued_at, r.expires_at, NULL
         FROM refresh_token r JOIN client USING (client_id) WHERE token_hash = $1
       UNION ALL
       SELECT 'refresh', client_id, application, app_platform, app_version, NULL, s.expires_at, 'replaced'
         FROM spent_refresh_token s JOIN refresh_token r USING (family) JOIN client USING (client_id)
        WHERE s.token_hash = $1
       UNION ALL
       SELECT 'authorization_code', client_id, application, app_platform, app_version, NULL, a.expires_at,
              CASE WHEN redeemed_at IS NOT NULL THEN 'used' END
         FROM authorization_code a JOIN client USING (client_id) WHERE code_hash = $1
       LIMIT 1`,
      [tokenHash],
    );
    return found;
  }
}
