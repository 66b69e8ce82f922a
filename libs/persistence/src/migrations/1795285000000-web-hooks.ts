import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Hooks that customise tokens and user details, which application uses which, and what their calls looked like. */
export class WebHooks1795285000000 implements MigrationInterface {
  readonly name = 'WebHooks1795285000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE web_hook (
      id text NOT NULL,
      type text NOT NULL,
      name text NOT NULL,
      base_uri text NOT NULL,
      authentication_method text NOT NULL,
      username text,
      sealed_password bytea,
      revision integer NOT NULL,
      created_at bigint NOT NULL,
      updated_at bigint NOT NULL,
      PRIMARY KEY (id)
    )`);
    await runner.query(`CREATE TRIGGER web_hook_changed AFTER INSERT OR UPDATE OR DELETE ON web_hook
      FOR EACH STATEMENT EXECUTE FUNCTION bump_configuration_version()`);
    await runner.query(`CREATE TABLE web_hook_delivery (
      id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
      hook text NOT NULL,
      occurred bigint NOT NULL,
      outcome text NOT NULL,
      status integer,
      duration integer NOT NULL,
      removed_scopes integer NOT NULL,
      claims integer NOT NULL,
      expires_at bigint NOT NULL,
      PRIMARY KEY (id),
      CONSTRAINT web_hook_delivery_hook_fkey FOREIGN KEY (hook) REFERENCES web_hook (id) ON DELETE CASCADE
    )`);
    await runner.query(`CREATE INDEX web_hook_delivery_hook ON web_hook_delivery (hook, id)`);
    await runner.query(`CREATE INDEX web_hook_delivery_expiry ON web_hook_delivery (expires_at)`);
    for (const column of ['access_token_web_hook', 'user_details_web_hook']) {
      await runner.query(`ALTER TABLE application ADD COLUMN ${column} text,
        ADD CONSTRAINT application_${column}_fkey FOREIGN KEY (${column}) REFERENCES web_hook (id) ON DELETE SET NULL`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE application DROP COLUMN access_token_web_hook, DROP COLUMN user_details_web_hook');
    await runner.query('DROP TABLE web_hook_delivery');
    await runner.query('DROP TABLE web_hook');
  }
}
