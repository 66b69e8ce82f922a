import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What decisions are based on gets an edition, a number that moves with every change except of what nothing that is
 * issued depends on. A trigger counts, so that no statement can change what is judged and forget it; and it names what
 * is not judged, so that whatever a later version adds counts until it says otherwise.
 */
export class Editions1796030000000 implements MigrationInterface {
  readonly name = 'Editions1796030000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

/**
 * What is not judged. Scripts and their properties say who a person is, before anything is decided about issuing
 * something to them.
 */
const NOT_JUDGED = {
  application: ['name', 'revision', 'updated_at'],
  identity_provider: [
    ...['name', 'is_default', 'scripts', 'script_version', 'latest_script_version', 'shadow_run', 'allowed_hosts'],
    ...['properties', 'revision', 'updated_at'],
  ],
  client: [
    ...['name', 'metadata', 'registration_token_hash', 'registration_lock', 'redirect_hosts', 'initial_access_token'],
    ...['software_statement', 'allowed_origins', 'origins', 'introspection_signed_response_alg', 'flat_user_details'],
    ...['expires_at', 'document_fetched_at', 'document_fresh_until', 'revision'],
  ],
  client_document_policy: ['revision', 'updated_at'],
};

const UP = [
  `CREATE FUNCTION count_edition() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     NEW.edition := OLD.edition;
     IF to_jsonb(NEW) - TG_ARGV IS DISTINCT FROM to_jsonb(OLD) - TG_ARGV THEN NEW.edition := OLD.edition + 1; END IF;
     RETURN NEW;
   END $$`,
  ...Object.entries(NOT_JUDGED).flatMap(([table, columns]) => [
    `ALTER TABLE ${table} ADD COLUMN edition integer NOT NULL DEFAULT 1`,
    `ALTER TABLE ${table} ALTER COLUMN edition DROP DEFAULT`,
    `CREATE TRIGGER ${table}_edition BEFORE UPDATE ON ${table} FOR EACH ROW
       EXECUTE FUNCTION count_edition(${columns.map((column) => `'${column}'`).join(', ')})`,
  ]),
];

const DOWN = [
  ...Object.keys(NOT_JUDGED)
    .reverse()
    .flatMap((table) => [`DROP TRIGGER ${table}_edition ON ${table}`, `ALTER TABLE ${table} DROP COLUMN edition`]),
  'DROP FUNCTION count_edition()',
];
