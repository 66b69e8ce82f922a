import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Access tokens that ended before their time are remembered until that time is over, so that whoever keeps answers about
 * them can be told. Triggers write them, so that no statement can end a token without a word, whichever way it takes.
 */
export class EndedTokens1795984000000 implements MigrationInterface {
  readonly name = 'EndedTokens1795984000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

/** The last second of the year 9999. */
const NEVER = 253402300799;

const UP = [
  `CREATE TABLE ended_token (
    id bigint GENERATED ALWAYS AS IDENTITY,
    transaction bigint NOT NULL,
    application text,
    token_hash bytea,
    expires_at bigint NOT NULL,
    PRIMARY KEY (id)
  )`,
  `CREATE INDEX ended_token_transaction ON ended_token (transaction)`,
  `CREATE INDEX ended_token_expiry ON ended_token (expires_at)`,
  // What is swept ended in its time: the sweep says up to when in a setting of its own transaction. Of more than a
  // thousand nobody wants to hear one by one, so each of their applications gets a row without a hash.
  `CREATE FUNCTION note_ended_tokens() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    swept_until bigint := coalesce(nullif(current_setting('passant.swept_until', true), ''), '0')::bigint;
    this bigint := pg_current_xact_id()::text::bigint;
  BEGIN
    IF (SELECT count(*) FROM (SELECT 1 FROM ended WHERE expires_at > swept_until LIMIT 1001) AS early) > 1000 THEN
      INSERT INTO ended_token (transaction, application, token_hash, expires_at)
      SELECT this, application, NULL, max(expires_at) FROM ended WHERE expires_at > swept_until GROUP BY application;
    ELSE
      INSERT INTO ended_token (transaction, application, token_hash, expires_at)
      SELECT this, application, token_hash, expires_at FROM ended WHERE expires_at > swept_until;
    END IF;
    RETURN NULL;
  END $$`,
  `CREATE TRIGGER access_token_ended AFTER DELETE ON access_token REFERENCING OLD TABLE AS ended
    FOR EACH STATEMENT EXECUTE FUNCTION note_ended_tokens()`,
  // Tokens of an application that is switched off or gone are there and serve nobody; so are those of a version. The last
  // such row of an application says what the earlier ones did, and stays: a trigger knows no time but that of the database,
  // which is not the server's.
  `CREATE FUNCTION note_ended_application() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    DELETE FROM ended_token WHERE application = OLD.identifier AND token_hash IS NULL AND expires_at = ${NEVER};
    INSERT INTO ended_token (transaction, application, token_hash, expires_at)
    VALUES (pg_current_xact_id()::text::bigint, OLD.identifier, NULL, ${NEVER});
    RETURN NULL;
  END $$`,
  `CREATE TRIGGER application_switched AFTER UPDATE ON application FOR EACH ROW
    WHEN (OLD.enabled AND (NOT NEW.enabled OR OLD.client_type <> NEW.client_type OR OLD.versions <> NEW.versions))
    EXECUTE FUNCTION note_ended_application()`,
  `CREATE TRIGGER application_gone AFTER DELETE ON application FOR EACH ROW EXECUTE FUNCTION note_ended_application()`,
];

const DOWN = [
  `DROP TRIGGER application_gone ON application`,
  `DROP TRIGGER application_switched ON application`,
  `DROP FUNCTION note_ended_application()`,
  `DROP TRIGGER access_token_ended ON access_token`,
  `DROP FUNCTION note_ended_tokens()`,
  `DROP TABLE ended_token`,
];
