import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How often something happened, hour by hour: a few rows per hour, whatever the number of events and requests. The
 * index is for the way from such a count to the events of its refusals, which are few among many.
 */
export class HourlyCounts1796009000000 implements MigrationInterface {
  readonly name = 'HourlyCounts1796009000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE hourly_count (
      hour bigint NOT NULL,
      subject text NOT NULL,
      value text NOT NULL,
      times bigint NOT NULL,
      expires_at bigint NOT NULL,
      PRIMARY KEY (hour, subject, value)
    )`);
    await runner.query('CREATE INDEX hourly_count_expiry ON hourly_count (expires_at)');
    await runner.query(
      `CREATE INDEX event_refusal ON event ((details ->> 'error'), id) WHERE (details ->> 'error') IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX event_refusal');
    await runner.query('DROP TABLE hourly_count');
  }
}
