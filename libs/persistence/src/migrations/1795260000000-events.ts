import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happened, for administrators. Rows are only ever added, and swept away with age. */
export class Events1795260000000 implements MigrationInterface {
  readonly name = 'Events1795260000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE event (
      id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
      name text NOT NULL,
      occurred bigint NOT NULL,
      client_id text,
      application text,
      identity_provider text,
      user_id text,
      admin text,
      client_ip text,
      request_id text,
      details jsonb,
      before jsonb,
      after jsonb,
      PRIMARY KEY (id)
    )`);
    await runner.query(`CREATE INDEX event_occurred ON event (occurred)`);
    await runner.query(`CREATE INDEX event_request ON event (request_id) WHERE request_id IS NOT NULL`);
    await runner.query(`CREATE INDEX event_client ON event (client_id, id) WHERE client_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE event');
  }
}
