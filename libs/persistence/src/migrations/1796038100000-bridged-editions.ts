import type { MigrationInterface, QueryRunner } from 'typeorm';

/** During an upgrade servers of the version before write beside those of this one. They name no edition. */
export class BridgedEditions1796038100000 implements MigrationInterface {
  readonly name = 'BridgedEditions1796038100000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const TABLES = ['application', 'identity_provider', 'client', 'client_document_policy'];

const UP = [
  `CREATE FUNCTION complete_edition() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    NEW.edition := 1;
    RETURN NEW;
  END $$`,
  ...TABLES.map(
    (table) => `CREATE TRIGGER ${table}_edition_completed BEFORE INSERT ON ${table} FOR EACH ROW
      WHEN (NEW.edition IS NULL) EXECUTE FUNCTION complete_edition()`,
  ),
];

const DOWN = [
  ...TABLES.map((table) => `DROP TRIGGER ${table}_edition_completed ON ${table}`),
  'DROP FUNCTION complete_edition()',
];
