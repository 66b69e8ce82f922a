import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Clients whose identifier is the address of a document, and the domains from which such documents are taken. */
export class ClientDocuments1796001000000 implements MigrationInterface {
  readonly name = 'ClientDocuments1796001000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  'ALTER TABLE client ADD COLUMN document_fetched_at bigint',
  'ALTER TABLE client ADD COLUMN document_fresh_until bigint',
  `ALTER TABLE client ADD CONSTRAINT client_document_followed
     CHECK (document_fresh_until IS NULL OR document_fetched_at IS NOT NULL)`,
  // Only grants of a client that many installations share are told apart by where they were sent.
  'ALTER TABLE refresh_token ADD COLUMN redirect_uri text',
  `CREATE INDEX refresh_token_redirect ON refresh_token (client_id, redirect_uri) WHERE redirect_uri IS NOT NULL`,
  `CREATE TABLE client_document_policy (
     singleton boolean PRIMARY KEY,
     enabled boolean NOT NULL,
     domains text[] NOT NULL,
     revision integer NOT NULL,
     updated_at bigint NOT NULL
   )`,
  `INSERT INTO client_document_policy (singleton, enabled, domains, revision, updated_at) VALUES (true, false, '{}', 1, 0)`,
  `CREATE TRIGGER client_document_policy_changed AFTER INSERT OR UPDATE OR DELETE ON client_document_policy
    FOR EACH STATEMENT EXECUTE FUNCTION bump_configuration_version()`,
];

const DOWN = [
  'DROP TABLE client_document_policy',
  'DROP INDEX refresh_token_redirect',
  'ALTER TABLE refresh_token DROP COLUMN redirect_uri',
  // Without what says so, they would be clients whose metadata nobody answers for.
  'DELETE FROM client WHERE document_fetched_at IS NOT NULL',
  'ALTER TABLE client DROP CONSTRAINT client_document_followed',
  'ALTER TABLE client DROP COLUMN document_fresh_until',
  'ALTER TABLE client DROP COLUMN document_fetched_at',
];
