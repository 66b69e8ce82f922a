import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Stateless sessions: refresh tokens without a profile. The person is sealed under the token, so a rotation seals anew,
 * and what is sealed under the replaced token stays while that token may be used again.
 */
export class StatelessSessions1796002000000 implements MigrationInterface {
  readonly name = 'StatelessSessions1796002000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  'ALTER TABLE application ADD COLUMN stateless_session boolean NOT NULL DEFAULT false',
  'ALTER TABLE application ALTER COLUMN stateless_session DROP DEFAULT',
  'ALTER TABLE application ADD COLUMN stateless_session_duration integer NOT NULL DEFAULT 3600',
  'ALTER TABLE application ALTER COLUMN stateless_session_duration DROP DEFAULT',
  'ALTER TABLE refresh_token ALTER COLUMN profile DROP NOT NULL',
  'ALTER TABLE refresh_token ADD COLUMN identity_provider text',
  'ALTER TABLE refresh_token ADD COLUMN sealed bytea',
  'ALTER TABLE refresh_token ADD COLUMN replaced_sealed bytea',
  `ALTER TABLE refresh_token ADD CONSTRAINT refresh_token_person
     CHECK ((profile IS NULL) = (sealed IS NOT NULL) AND (profile IS NULL) = (identity_provider IS NOT NULL))`,
  // A profile goes with its client and takes its refresh tokens along; a session has no profile that could.
  'CREATE INDEX refresh_token_client ON refresh_token (client_id)',
  `ALTER TABLE refresh_token ADD CONSTRAINT refresh_token_client_fkey FOREIGN KEY (client_id)
     REFERENCES client (client_id) ON DELETE CASCADE`,
];

const DOWN = [
  'DELETE FROM refresh_token WHERE profile IS NULL',
  'ALTER TABLE refresh_token DROP CONSTRAINT refresh_token_client_fkey',
  'DROP INDEX refresh_token_client',
  'ALTER TABLE refresh_token DROP CONSTRAINT refresh_token_person',
  'ALTER TABLE refresh_token DROP COLUMN replaced_sealed',
  'ALTER TABLE refresh_token DROP COLUMN sealed',
  'ALTER TABLE refresh_token DROP COLUMN identity_provider',
  'ALTER TABLE refresh_token ALTER COLUMN profile SET NOT NULL',
  'ALTER TABLE application DROP COLUMN stateless_session_duration',
  'ALTER TABLE application DROP COLUMN stateless_session',
];
