import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a caller calls its request stands beside the identifier of a refusal, no longer in its place. */
export class RequestNames1795976000000 implements MigrationInterface {
  readonly name = 'RequestNames1795976000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE refusal_trace ADD COLUMN client_request_id text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE refusal_trace DROP COLUMN client_request_id');
  }
}
