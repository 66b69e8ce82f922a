import type { MigrationInterface, QueryRunner } from 'typeorm';

const PROVIDER = 'identity_provider text NOT NULL';
const provider = (table: string) =>
  `CONSTRAINT ${table}_provider_fkey FOREIGN KEY (identity_provider)
     REFERENCES identity_provider (identifier) ON DELETE CASCADE`;

/** Properties and versions of scripts, candidates that run in the shadow, inputs to try them with, and how runs end. */
export class Scripts1795320000000 implements MigrationInterface {
  readonly name = 'Scripts1795320000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `ALTER TABLE identity_provider
    ADD COLUMN script_version integer NOT NULL DEFAULT 1,
    ADD COLUMN latest_script_version integer NOT NULL DEFAULT 1,
    ADD COLUMN shadow_run jsonb,
    ADD COLUMN properties jsonb NOT NULL DEFAULT '[]'`,
  `ALTER TABLE identity_provider
    ALTER COLUMN script_version DROP DEFAULT,
    ALTER COLUMN latest_script_version DROP DEFAULT,
    ALTER COLUMN properties DROP DEFAULT`,
  `CREATE TABLE script_version (
    ${PROVIDER},
    version integer NOT NULL,
    scripts jsonb NOT NULL,
    author text,
    comment text,
    created_at bigint NOT NULL,
    PRIMARY KEY (identity_provider, version),
    ${provider('script_version')}
  )`,
  // What is in use today is everybody's first version.
  `INSERT INTO script_version (identity_provider, version, scripts, created_at)
    SELECT identifier, 1, scripts, updated_at FROM identity_provider`,
  `ALTER TABLE registration_transaction ADD COLUMN script_version integer`,
  `CREATE TABLE script_shadow_decision (
    ${PROVIDER},
    started_at bigint NOT NULL,
    step text NOT NULL,
    live text NOT NULL,
    candidate text NOT NULL,
    runs bigint NOT NULL,
    PRIMARY KEY (identity_provider, started_at, step, live, candidate),
    ${provider('script_shadow_decision')}
  )`,
  `CREATE TABLE script_fixture (
    ${PROVIDER},
    name text NOT NULL,
    content jsonb NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (identity_provider, name),
    ${provider('script_fixture')}
  )`,
  `CREATE TABLE script_statistic (
    ${PROVIDER},
    hour bigint NOT NULL,
    step text NOT NULL,
    outcome text NOT NULL,
    runs bigint NOT NULL,
    killed bigint NOT NULL,
    total_ms bigint NOT NULL,
    longest_ms integer NOT NULL,
    expires_at bigint NOT NULL,
    PRIMARY KEY (identity_provider, hour, step, outcome),
    ${provider('script_statistic')}
  )`,
  `CREATE INDEX script_statistic_expiry ON script_statistic (expires_at)`,
  `CREATE TABLE script_failure (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    ${PROVIDER},
    occurred bigint NOT NULL,
    step text NOT NULL,
    version integer NOT NULL,
    outcome text NOT NULL,
    error text,
    line integer,
    duration integer NOT NULL,
    request_id text,
    expires_at bigint NOT NULL,
    PRIMARY KEY (id),
    ${provider('script_failure')}
  )`,
  `CREATE INDEX script_failure_provider ON script_failure (identity_provider, id)`,
  `CREATE INDEX script_failure_expiry ON script_failure (expires_at)`,
];

const DOWN = [
  'DROP TABLE script_failure',
  'DROP TABLE script_statistic',
  'DROP TABLE script_fixture',
  'DROP TABLE script_shadow_decision',
  'ALTER TABLE registration_transaction DROP COLUMN script_version',
  'DROP TABLE script_version',
  `ALTER TABLE identity_provider DROP COLUMN script_version, DROP COLUMN latest_script_version,
    DROP COLUMN shadow_run, DROP COLUMN properties`,
];
