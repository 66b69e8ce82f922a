import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happens often is counted by the minute: such an event says how often, and which count it is. */
export class CountedEvents1795982000000 implements MigrationInterface {
  readonly name = 'CountedEvents1795982000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE event ADD COLUMN count bigint');
    await runner.query('ALTER TABLE event ADD COLUMN tally text');
    await runner.query('CREATE UNIQUE INDEX event_tally ON event (tally, occurred) WHERE tally IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX event_tally');
    await runner.query('ALTER TABLE event DROP COLUMN tally');
    await runner.query('ALTER TABLE event DROP COLUMN count');
  }
}
