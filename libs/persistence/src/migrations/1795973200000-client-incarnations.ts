import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What tells a client from any other that had, or will have, the same identifier. */
export class ClientIncarnations1795973200000 implements MigrationInterface {
  readonly name = 'ClientIncarnations1795973200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE client ADD COLUMN incarnation uuid NOT NULL DEFAULT gen_random_uuid()');
    await runner.query('ALTER TABLE client ALTER COLUMN incarnation DROP DEFAULT');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE client DROP COLUMN incarnation');
  }
}
