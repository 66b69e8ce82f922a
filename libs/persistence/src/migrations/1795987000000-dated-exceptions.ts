import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The lenient audience of client assertions becomes an exception with an end, since RFC 10070 forbids it: half a year for
 * those that have it today. Clients that needed it are noted with their use.
 */
export class DatedExceptions1795987000000 implements MigrationInterface {
  readonly name = 'DatedExceptions1795987000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const IN_HALF_A_YEAR = `extract(epoch FROM now())::bigint + ${180 * 86_400}`;

const UP = [
  'ALTER TABLE application ADD COLUMN lenient_until bigint',
  `UPDATE application SET lenient_until = ${IN_HALF_A_YEAR} WHERE audience_policy = 'LEGACY'`,
  `ALTER TABLE application ADD CONSTRAINT application_exception_ends
     CHECK ((audience_policy = 'LEGACY') = (lenient_until IS NOT NULL))`,
  'ALTER TABLE client ADD COLUMN lenient_until bigint',
  `UPDATE client SET lenient_until = ${IN_HALF_A_YEAR} WHERE audience_policy = 'LEGACY'`,
  `ALTER TABLE client ADD CONSTRAINT client_exception_ends
     CHECK ((audience_policy IS NOT DISTINCT FROM 'LEGACY') = (lenient_until IS NOT NULL))`,
  'CREATE INDEX client_exception ON client (lenient_until, client_id) WHERE lenient_until IS NOT NULL',
  'ALTER TABLE client_use ADD COLUMN exception_needed bigint',
  'CREATE INDEX client_use_exception ON client_use (exception_needed, client_id) WHERE exception_needed IS NOT NULL',
];

const DOWN = [
  'DROP INDEX client_use_exception',
  'ALTER TABLE client_use DROP COLUMN exception_needed',
  'DROP INDEX client_exception',
  'ALTER TABLE client DROP CONSTRAINT client_exception_ends',
  'ALTER TABLE client DROP COLUMN lenient_until',
  'ALTER TABLE application DROP CONSTRAINT application_exception_ends',
  'ALTER TABLE application DROP COLUMN lenient_until',
];
