import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why requests were refused, for minutes; and events found without walking past every introspection. */
export class Refusals1795290000000 implements MigrationInterface {
  readonly name = 'Refusals1795290000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE refusal_trace (
      request_id text NOT NULL,
      error text NOT NULL,
      status integer NOT NULL,
      method text NOT NULL,
      route text,
      description text NOT NULL,
      cause text,
      client_id text,
      application text,
      identity_provider text,
      checks jsonb NOT NULL,
      occurred bigint NOT NULL,
      expires_at bigint NOT NULL,
      PRIMARY KEY (request_id)
    )`);
    await runner.query(`CREATE INDEX refusal_trace_expiry ON refusal_trace (expires_at)`);
    await runner.query(`CREATE INDEX event_without_introspection ON event (id)
      WHERE name NOT IN ('TOKEN_INTROSPECTION_SUCCESS', 'TOKEN_INTROSPECTION_FAILED')`);
    await runner.query(`CREATE INDEX event_user ON event (user_id, id) WHERE user_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX event_user');
    await runner.query('DROP INDEX event_without_introspection');
    await runner.query('DROP TABLE refusal_trace');
  }
}
