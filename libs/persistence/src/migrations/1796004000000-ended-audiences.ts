import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an ended token was for, so that an API client that sees only tokens for its resources is told of those alone. Of
 * tokens that ended earlier nobody knows; such a client has to forget everything once, because its position changes.
 */
export class EndedAudiences1796004000000 implements MigrationInterface {
  readonly name = 'EndedAudiences1796004000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

/** The function of the trigger, with further columns of the tokens that are told of one by one. */
const noteEndedTokens = (columns: string) => `
  CREATE OR REPLACE FUNCTION note_ended_tokens() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    swept_until bigint := coalesce(nullif(current_setting('passant.swept_until', true), ''), '0')::bigint;
    this bigint := pg_current_xact_id()::text::bigint;
  BEGIN
    IF (SELECT count(*) FROM (SELECT 1 FROM ended WHERE expires_at > swept_until LIMIT 1001) AS early) > 1000 THEN
      INSERT INTO ended_token (transaction, application, token_hash, expires_at)
      SELECT this, application, NULL, max(expires_at) FROM ended WHERE expires_at > swept_until GROUP BY application;
    ELSE
      INSERT INTO ended_token (transaction, application, token_hash, expires_at${columns})
      SELECT this, application, token_hash, expires_at${columns} FROM ended WHERE expires_at > swept_until;
    END IF;
    RETURN NULL;
  END $$`;

const UP = ['ALTER TABLE ended_token ADD COLUMN audience text[]', noteEndedTokens(', audience')];

const DOWN = [noteEndedTokens(''), 'ALTER TABLE ended_token DROP COLUMN audience'];
