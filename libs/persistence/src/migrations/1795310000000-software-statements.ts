import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Statements about versions of apps, and what it takes to list and to clean up many registered clients. */
export class SoftwareStatements1795310000000 implements MigrationInterface {
  readonly name = 'SoftwareStatements1795310000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `CREATE TABLE software_statement (
    id uuid NOT NULL,
    application text NOT NULL,
    app_platform text NOT NULL,
    app_version text NOT NULL,
    created_by text NOT NULL,
    created_at bigint NOT NULL,
    revoked_at bigint,
    PRIMARY KEY (id),
    CONSTRAINT software_statement_application_fkey FOREIGN KEY (application)
      REFERENCES application (identifier) ON DELETE CASCADE
  )`,
  `CREATE INDEX software_statement_application ON software_statement (application)`,
  `CREATE INDEX client_software_statement ON client (software_statement) WHERE software_statement IS NOT NULL`,
  `CREATE INDEX client_registered ON client (created_at, client_id)`,
];

const DOWN = ['DROP INDEX client_registered', 'DROP INDEX client_software_statement', 'DROP TABLE software_statement'];
