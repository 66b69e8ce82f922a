import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the sections of the configuration were when a document with them was last applied. */
export class AppliedConfiguration1796049000000 implements MigrationInterface {
  readonly name = 'AppliedConfiguration1796049000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE applied_section (
         section text NOT NULL PRIMARY KEY,
         sealed_entries bytea NOT NULL,
         applied_by text NOT NULL,
         applied_at bigint NOT NULL
       )`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE applied_section');
  }
}
