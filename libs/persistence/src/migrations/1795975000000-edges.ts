import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What lets clients in as they are: a refresh token may come again while the answer to it may have been lost on its way,
 * and pages of other origins that an administrator lists may call in the name of a client.
 */
export class Edges1795975000000 implements MigrationInterface {
  readonly name = 'Edges1795975000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `ALTER TABLE application ADD COLUMN refresh_token_grace integer NOT NULL DEFAULT 30`,
  `ALTER TABLE application ALTER COLUMN refresh_token_grace DROP DEFAULT`,
  // Families that are there have no token that may come again: what was exchanged before was exchanged for good.
  `ALTER TABLE refresh_token ADD COLUMN replaced_hash bytea`,
  `ALTER TABLE refresh_token ADD COLUMN replaced_at bigint`,
  `ALTER TABLE spent_refresh_token ADD COLUMN harmless_until bigint`,
  `ALTER TABLE client ADD COLUMN allowed_origins text[] NOT NULL DEFAULT '{}'`,
  `ALTER TABLE client ALTER COLUMN allowed_origins DROP DEFAULT`,
  `ALTER TABLE client ADD COLUMN origins text[] NOT NULL DEFAULT '{}'`,
  `ALTER TABLE client ALTER COLUMN origins DROP DEFAULT`,
  // Registered addresses are kept in their normal form, so what stands before the path is the origin.
  `UPDATE client SET origins = ARRAY(
     SELECT DISTINCT substring(uri FROM '^(https://[^/?]+|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:[0-9]+)?)')
       FROM unnest(redirect_uris) AS uri
      WHERE uri ~ '^(https://[^/?]+|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:[0-9]+)?)([/?]|$)')
    WHERE auth_method = 'none' AND redirect_uris <> '{}'`,
  // Most clients are installations, which have none.
  `CREATE INDEX client_origins ON client USING gin (origins) WHERE origins <> '{}'`,
];

const DOWN = [
  `DROP INDEX client_origins`,
  `ALTER TABLE client DROP COLUMN origins`,
  `ALTER TABLE client DROP COLUMN allowed_origins`,
  `ALTER TABLE spent_refresh_token DROP COLUMN harmless_until`,
  `ALTER TABLE refresh_token DROP COLUMN replaced_at`,
  `ALTER TABLE refresh_token DROP COLUMN replaced_hash`,
  `ALTER TABLE application DROP COLUMN refresh_token_grace`,
];
