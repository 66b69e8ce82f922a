import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whose a code is, as an HMAC, so that codes end with a profile that they would make anew. Servers of the version before
 * leave it out: their codes go on as they did, for the minutes that codes live.
 */
export class PeopleOfCodes1796042000000 implements MigrationInterface {
  readonly name = 'PeopleOfCodes1796042000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE authorization_code DROP COLUMN person');
  }
}

const UP = [
  'ALTER TABLE authorization_code ADD COLUMN person bytea',
  `ALTER TABLE authorization_code ADD CONSTRAINT authorization_code_stateless_names_nobody
     CHECK (NOT stateless OR person IS NULL)`,
];
