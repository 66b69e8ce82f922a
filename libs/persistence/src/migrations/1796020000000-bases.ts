import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What tells whether something issued was begun before everything of its application or provider ended, and when the
 * stateless session of a code ends, which was reckoned anew with every use of the code.
 */
export class Bases1796020000000 implements MigrationInterface {
  readonly name = 'Bases1796020000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  ...['application', 'identity_provider'].flatMap((table) => [
    `ALTER TABLE ${table} ADD COLUMN issuance uuid NOT NULL DEFAULT gen_random_uuid()`,
    `ALTER TABLE ${table} ALTER COLUMN issuance DROP DEFAULT`,
  ]),
  'ALTER TABLE authorization_code ADD COLUMN session_ends_at bigint',
  // Those of a client that may have no session get none at their exchange.
  `UPDATE authorization_code SET session_ends_at = authenticated_at + a.stateless_session_duration
     FROM client c JOIN application a ON a.identifier = c.application
    WHERE c.client_id = authorization_code.client_id AND stateless
      AND a.stateless_authentication AND a.stateless_session`,
];

const DOWN = [
  'ALTER TABLE authorization_code DROP COLUMN session_ends_at',
  'ALTER TABLE identity_provider DROP COLUMN issuance',
  'ALTER TABLE application DROP COLUMN issuance',
];
