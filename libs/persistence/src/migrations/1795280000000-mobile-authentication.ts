import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Devices that people are asked on, and the questions put to them there. */
export class MobileAuthentication1795280000000 implements MigrationInterface {
  readonly name = 'MobileAuthentication1795280000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE mobile_device (
      id uuid NOT NULL,
      profile uuid NOT NULL,
      name text NOT NULL,
      public_key jsonb NOT NULL,
      sealed_push_token bytea,
      enrolled_at bigint NOT NULL,
      PRIMARY KEY (id),
      CONSTRAINT mobile_device_profile_fkey FOREIGN KEY (profile) REFERENCES profile (id) ON DELETE CASCADE
    )`);
    await runner.query(`CREATE UNIQUE INDEX mobile_device_profile ON mobile_device (profile)`);
    await runner.query(`CREATE TABLE authentication_transaction (
      id uuid NOT NULL,
      portal text NOT NULL,
      profile uuid NOT NULL,
      device uuid NOT NULL,
      user_id text NOT NULL,
      callback_uri text,
      sealed_question bytea,
      outcome text,
      answers integer NOT NULL,
      signature text,
      public_key jsonb,
      started_at bigint NOT NULL,
      pending_until bigint NOT NULL,
      expires_at bigint NOT NULL,
      PRIMARY KEY (id),
      CONSTRAINT authentication_transaction_profile_fkey FOREIGN KEY (profile)
        REFERENCES profile (id) ON DELETE CASCADE,
      CONSTRAINT authentication_transaction_portal_fkey FOREIGN KEY (portal)
        REFERENCES client (client_id) ON DELETE CASCADE
    )`);
    await runner.query(`CREATE INDEX authentication_transaction_expiry ON authentication_transaction (expires_at)`);
    await runner.query(`CREATE INDEX authentication_transaction_device ON authentication_transaction (device)`);
    await runner.query(`CREATE INDEX profile_user ON profile (user_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX profile_user');
    await runner.query('DROP TABLE authentication_transaction');
    await runner.query('DROP TABLE mobile_device');
  }
}
