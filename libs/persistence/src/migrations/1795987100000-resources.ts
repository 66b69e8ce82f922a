import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Names of what API clients guard (RFC 8707), and tokens that are for one of them alone. */
export class Resources1795987100000 implements MigrationInterface {
  readonly name = 'Resources1795987100000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `ALTER TABLE client ADD COLUMN resources text[] NOT NULL DEFAULT '{}'`,
  'ALTER TABLE client ALTER COLUMN resources DROP DEFAULT',
  `ALTER TABLE client ADD COLUMN introspection_sight text NOT NULL DEFAULT 'APPLICATIONS'`,
  'ALTER TABLE client ALTER COLUMN introspection_sight DROP DEFAULT',
  // Null costs a token that is for no resource in particular nothing.
  'ALTER TABLE access_token ADD COLUMN audience text[]',
  `ALTER TABLE refresh_token ADD COLUMN resources text[] NOT NULL DEFAULT '{}'`,
  'ALTER TABLE refresh_token ALTER COLUMN resources DROP DEFAULT',
  `ALTER TABLE authorization_code ADD COLUMN resources text[] NOT NULL DEFAULT '{}'`,
  'ALTER TABLE authorization_code ALTER COLUMN resources DROP DEFAULT',
];

const DOWN = [
  'ALTER TABLE authorization_code DROP COLUMN resources',
  'ALTER TABLE refresh_token DROP COLUMN resources',
  // Without its audience such a token would be for everybody.
  'DELETE FROM access_token WHERE audience IS NOT NULL',
  'ALTER TABLE access_token DROP COLUMN audience',
  'ALTER TABLE client DROP COLUMN introspection_sight',
  'ALTER TABLE client DROP COLUMN resources',
];
