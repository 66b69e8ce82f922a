import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An application's exception to the audience rule is for clients that existed when it was made. Those of before this rule
 * are for the clients that exist now.
 */
export class ExceptionsOfOldClients1796008000000 implements MigrationInterface {
  readonly name = 'ExceptionsOfOldClients1796008000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  'ALTER TABLE application ADD COLUMN lenient_since bigint',
  'UPDATE application SET lenient_since = extract(epoch FROM now())::bigint WHERE lenient_until IS NOT NULL',
  `ALTER TABLE application ADD CONSTRAINT application_exception_begins
     CHECK ((lenient_since IS NULL) = (lenient_until IS NULL))`,
];

const DOWN = [
  'ALTER TABLE application DROP CONSTRAINT application_exception_begins',
  'ALTER TABLE application DROP COLUMN lenient_since',
];
