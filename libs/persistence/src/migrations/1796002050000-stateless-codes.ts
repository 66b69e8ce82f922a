import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Stateless registrations on the login pages: codes that end in a stateless token, and where they are sent. */
export class StatelessCodes1796002050000 implements MigrationInterface {
  readonly name = 'StatelessCodes1796002050000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `ALTER TABLE application ADD COLUMN stateless_redirect_uris text[] NOT NULL DEFAULT '{}'`,
  'ALTER TABLE application ALTER COLUMN stateless_redirect_uris DROP DEFAULT',
  'ALTER TABLE authorization_code ADD COLUMN stateless boolean NOT NULL DEFAULT false',
  'ALTER TABLE authorization_code ALTER COLUMN stateless DROP DEFAULT',
];

const DOWN = [
  // What knows nothing of stateless codes would make a profile of one.
  'DELETE FROM authorization_code WHERE stateless',
  'ALTER TABLE authorization_code DROP COLUMN stateless',
  'ALTER TABLE application DROP COLUMN stateless_redirect_uris',
];
