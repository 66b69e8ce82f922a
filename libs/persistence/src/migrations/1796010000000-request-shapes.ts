import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many requests of one shape an application had in an hour. Kept for less than a day. */
export class RequestShapes1796010000000 implements MigrationInterface {
  readonly name = 'RequestShapes1796010000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE request_shape');
  }
}

const UP = [
  `CREATE TABLE request_shape (
    application text NOT NULL CONSTRAINT request_shape_application_fkey
      REFERENCES application (identifier) ON DELETE CASCADE,
    hour bigint NOT NULL,
    key text NOT NULL,
    shape jsonb,
    requests bigint NOT NULL,
    expires_at bigint NOT NULL,
    PRIMARY KEY (application, hour, key)
  )`,
  'CREATE INDEX request_shape_expiry ON request_shape (expires_at)',
];
