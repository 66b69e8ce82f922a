import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Details of the protocol: which software made a request, audiences that an application decides for all its
 * installations, signed introspection answers per API client, keys that stay published as long as what they signed
 * lives, and results of mobile authentication that portals are told of.
 */
export class ProtocolDetails1795315000000 implements MigrationInterface {
  readonly name = 'ProtocolDetails1795315000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `ALTER TABLE event ADD COLUMN user_agent text`,
  `ALTER TABLE application ADD COLUMN audience_policy text NOT NULL DEFAULT 'STRICT'`,
  `ALTER TABLE application ALTER COLUMN audience_policy DROP DEFAULT`,
  // Installations registered so far were all given the strict policy by the server itself: they follow their application.
  `ALTER TABLE client ALTER COLUMN audience_policy DROP NOT NULL`,
  `UPDATE client SET audience_policy = NULL WHERE kind = 'instance'`,
  `ALTER TABLE client ADD COLUMN introspection_signed_response_alg text`,
  // One key in each state, however many instances start at once; but as many previous ones as somebody may still need.
  `ALTER TABLE signing_key ADD COLUMN published_until bigint`,
  `UPDATE signing_key SET published_until = extract(epoch FROM now())::bigint + 86400 WHERE state = 'previous'`,
  `DROP INDEX signing_key_state`,
  `CREATE UNIQUE INDEX signing_key_state ON signing_key (state) WHERE state <> 'previous'`,
  `ALTER TABLE authentication_transaction ADD COLUMN callback_due_at bigint`,
  `ALTER TABLE authentication_transaction ADD COLUMN callback_attempts integer NOT NULL DEFAULT 0`,
  `ALTER TABLE authentication_transaction ALTER COLUMN callback_attempts DROP DEFAULT`,
  `CREATE INDEX authentication_transaction_callback ON authentication_transaction (callback_due_at)
    WHERE callback_due_at IS NOT NULL`,
];

const DOWN = [
  'DROP INDEX authentication_transaction_callback',
  'ALTER TABLE authentication_transaction DROP COLUMN callback_attempts',
  'ALTER TABLE authentication_transaction DROP COLUMN callback_due_at',
  'DROP INDEX signing_key_state',
  // There was one previous key: the one that signed last.
  `DELETE FROM signing_key WHERE state = 'previous'
    AND kid <> (SELECT kid FROM signing_key WHERE state = 'previous' ORDER BY published_until DESC LIMIT 1)`,
  'CREATE UNIQUE INDEX signing_key_state ON signing_key (state)',
  'ALTER TABLE signing_key DROP COLUMN published_until',
  'ALTER TABLE client DROP COLUMN introspection_signed_response_alg',
  `UPDATE client SET audience_policy = 'STRICT' WHERE audience_policy IS NULL`,
  'ALTER TABLE client ALTER COLUMN audience_policy SET NOT NULL',
  'ALTER TABLE application DROP COLUMN audience_policy',
  'ALTER TABLE event DROP COLUMN user_agent',
];
