import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the token endpoints need: how a client proves itself, refresh tokens that rotate within their family, and a
 * family that takes everything issued from it along.
 */
export class TokenEndpoints1795270000000 implements MigrationInterface {
  readonly name = 'TokenEndpoints1795270000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `ALTER TABLE client ADD COLUMN jwks_uri text`,
  `ALTER TABLE client ADD COLUMN audience_policy text NOT NULL DEFAULT 'STRICT'`,
  // Clients that are there get the strict policy; from now on whoever makes one says which it has.
  `ALTER TABLE client ALTER COLUMN audience_policy DROP DEFAULT`,
  `ALTER TABLE refresh_token ADD COLUMN authenticated_at bigint`,
  `UPDATE refresh_token SET authenticated_at = issued_at`,
  `ALTER TABLE refresh_token ALTER COLUMN authenticated_at SET NOT NULL`,
  // A family has one refresh token that may be used; its row is what everything else of the family stands on.
  `DROP INDEX refresh_token_family`,
  `CREATE UNIQUE INDEX refresh_token_family ON refresh_token (family)`,
  `CREATE TABLE spent_refresh_token (
    token_hash bytea NOT NULL,
    family uuid NOT NULL,
    expires_at bigint NOT NULL,
    PRIMARY KEY (token_hash),
    CONSTRAINT spent_refresh_token_family_fkey FOREIGN KEY (family)
      REFERENCES refresh_token (family) ON DELETE CASCADE
  )`,
  `CREATE INDEX spent_refresh_token_family ON spent_refresh_token (family)`,
  `CREATE INDEX spent_refresh_token_expiry ON spent_refresh_token (expires_at)`,
  `UPDATE access_token SET family = NULL
    WHERE family IS NOT NULL AND NOT EXISTS (SELECT 1 FROM refresh_token r WHERE r.family = access_token.family)`,
  `ALTER TABLE access_token ADD CONSTRAINT access_token_family_fkey FOREIGN KEY (family)
    REFERENCES refresh_token (family) ON DELETE CASCADE`,
  `CREATE INDEX access_token_family ON access_token (family) WHERE family IS NOT NULL`,
];

const DOWN = [
  `DROP INDEX access_token_family`,
  `ALTER TABLE access_token DROP CONSTRAINT access_token_family_fkey`,
  `DROP TABLE spent_refresh_token`,
  `DROP INDEX refresh_token_family`,
  `CREATE INDEX refresh_token_family ON refresh_token (family)`,
  `ALTER TABLE refresh_token DROP COLUMN authenticated_at`,
  `ALTER TABLE client DROP COLUMN audience_policy`,
  `ALTER TABLE client DROP COLUMN jwks_uri`,
];
