import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Claims that administrators have a scope release, and which registrations are told only what their scopes release. */
export class ScopeClaims1795973300000 implements MigrationInterface {
  readonly name = 'ScopeClaims1795973300000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `ALTER TABLE scope ADD COLUMN claims text[] NOT NULL DEFAULT '{}'`,
  'ALTER TABLE scope ALTER COLUMN claims DROP DEFAULT',
  `INSERT INTO scope (identifier, description, claims, revision, created_at, updated_at)
   SELECT identifier, description, '{}', 1, extract(epoch FROM now())::bigint, extract(epoch FROM now())::bigint
     FROM (VALUES ('email', 'E-mail address of the person.'),
                  ('phone', 'Telephone number of the person.'),
                  ('address', 'Postal address of the person.')) AS standard (identifier, description)
   ON CONFLICT DO NOTHING`,
  // What a scope releases is kept in memory; that there is another one, or what is written about it, is not.
  `CREATE TRIGGER scope_claims_added AFTER INSERT ON scope
    FOR EACH ROW WHEN (NEW.claims <> '{}') EXECUTE FUNCTION bump_configuration_version()`,
  `CREATE TRIGGER scope_claims_changed AFTER UPDATE ON scope
    FOR EACH ROW WHEN (NEW.claims <> OLD.claims) EXECUTE FUNCTION bump_configuration_version()`,
  `CREATE TRIGGER scope_claims_deleted AFTER DELETE ON scope
    FOR EACH ROW WHEN (OLD.claims <> '{}') EXECUTE FUNCTION bump_configuration_version()`,
  'ALTER TABLE profile ADD COLUMN claims_by_scope boolean NOT NULL DEFAULT false',
  'ALTER TABLE profile ALTER COLUMN claims_by_scope DROP DEFAULT',
  // How a registration came about was not kept so far. Whoever may come by a code has come by one.
  `UPDATE profile SET claims_by_scope = true FROM client
    WHERE client.client_id = profile.client_id
      AND 'authorization_code' = ANY (client.grant_types) AND cardinality(client.redirect_uris) > 0`,
];

const DOWN = [
  'ALTER TABLE profile DROP COLUMN claims_by_scope',
  'DROP TRIGGER scope_claims_deleted ON scope',
  'DROP TRIGGER scope_claims_changed ON scope',
  'DROP TRIGGER scope_claims_added ON scope',
  `DELETE FROM scope WHERE identifier IN ('email', 'phone', 'address') AND revision = 1
    AND NOT EXISTS (SELECT 1 FROM application WHERE scope.identifier = ANY (default_scopes || additional_scopes))`,
  'ALTER TABLE scope DROP COLUMN claims',
];
