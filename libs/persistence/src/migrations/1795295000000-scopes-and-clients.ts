import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Scopes as records of their own, a version number for clients that administrators edit, and what it takes to find and
 * to forget the people who have a profile.
 */
export class ScopesAndClients1795295000000 implements MigrationInterface {
  readonly name = 'ScopesAndClients1795295000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `CREATE TABLE scope (
    identifier text NOT NULL,
    description text NOT NULL,
    revision integer NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (identifier)
  )`,
  `INSERT INTO scope (identifier, description, revision, created_at, updated_at)
   VALUES ('openid', 'Gives an ID token and lets the app ask for user information.', 1,
           extract(epoch FROM now())::bigint, extract(epoch FROM now())::bigint),
          ('profile', 'Name and other attributes of the person.', 1,
           extract(epoch FROM now())::bigint, extract(epoch FROM now())::bigint)`,
  // What applications name already goes on existing.
  `INSERT INTO scope (identifier, description, revision, created_at, updated_at)
   SELECT DISTINCT unnest(default_scopes || additional_scopes), '', 1,
          extract(epoch FROM now())::bigint, extract(epoch FROM now())::bigint FROM application
   ON CONFLICT DO NOTHING`,
  `ALTER TABLE client ADD COLUMN revision integer NOT NULL DEFAULT 1`,
  `ALTER TABLE client ALTER COLUMN revision DROP DEFAULT`,
  // Tokens go with their profile; without these every deletion would read both tables whole.
  `CREATE INDEX access_token_profile ON access_token (profile) WHERE profile IS NOT NULL`,
  `CREATE INDEX refresh_token_profile ON refresh_token (profile)`,
  // Whoever has no profile left is forgotten, whichever way the profile went. The row is locked before the profiles are
  // counted, so that a registration of the same person at the same moment is either seen or writes the row anew.
  `CREATE FUNCTION forget_registered_user() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM 1 FROM registered_user
      WHERE identity_provider = OLD.identity_provider AND user_id = OLD.user_id FOR UPDATE;
    DELETE FROM registered_user
      WHERE identity_provider = OLD.identity_provider AND user_id = OLD.user_id
        AND NOT EXISTS (SELECT 1 FROM profile
                         WHERE profile.user_id = OLD.user_id AND profile.identity_provider = OLD.identity_provider);
    RETURN NULL;
  END $$`,
  `CREATE TRIGGER profile_gone AFTER DELETE ON profile
    FOR EACH ROW EXECUTE FUNCTION forget_registered_user()`,
];

const DOWN = [
  'DROP TRIGGER profile_gone ON profile',
  'DROP FUNCTION forget_registered_user()',
  'DROP INDEX refresh_token_profile',
  'DROP INDEX access_token_profile',
  'ALTER TABLE client DROP COLUMN revision',
  'DROP TABLE scope',
];
