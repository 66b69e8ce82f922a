import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A script can count in its cache, which takes one statement only where the count can be read by the database. */
export class ScriptCounts1795977000000 implements MigrationInterface {
  readonly name = 'ScriptCounts1795977000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE script_cache ADD COLUMN count bigint');
    await runner.query('ALTER TABLE script_cache ALTER COLUMN sealed DROP NOT NULL');
    await runner.query(
      'ALTER TABLE script_cache ADD CONSTRAINT script_cache_text_or_count CHECK ((sealed IS NULL) <> (count IS NULL))',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM script_cache WHERE sealed IS NULL');
    await runner.query('ALTER TABLE script_cache DROP CONSTRAINT script_cache_text_or_count');
    await runner.query('ALTER TABLE script_cache ALTER COLUMN sealed SET NOT NULL');
    await runner.query('ALTER TABLE script_cache DROP COLUMN count');
  }
}
