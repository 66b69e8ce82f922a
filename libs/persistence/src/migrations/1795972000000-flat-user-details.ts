import type { MigrationInterface, QueryRunner } from 'typeorm';

/** API clients that are told user details on the top level of introspection answers as well. */
export class FlatUserDetails1795972000000 implements MigrationInterface {
  readonly name = 'FlatUserDetails1795972000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE client ADD COLUMN flat_user_details boolean NOT NULL DEFAULT false');
    await runner.query('ALTER TABLE client ALTER COLUMN flat_user_details DROP DEFAULT');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE client DROP COLUMN flat_user_details');
  }
}
