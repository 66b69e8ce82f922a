import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Authorization codes: made when the person is known, good once they agreed, remembered for a while once used. */
export class AuthorizationCodes1795305000000 implements MigrationInterface {
  readonly name = 'AuthorizationCodes1795305000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE authorization_code (
      code_hash bytea NOT NULL,
      client_id text NOT NULL,
      redirect_uri text NOT NULL,
      code_challenge text NOT NULL,
      nonce text,
      scopes text[] NOT NULL,
      identity_provider text NOT NULL,
      authenticated_at bigint NOT NULL,
      approved boolean NOT NULL,
      sealed bytea,
      redeemed_at bigint,
      access_token_hash bytea,
      family uuid,
      expires_at bigint NOT NULL,
      PRIMARY KEY (code_hash),
      CONSTRAINT authorization_code_client_fkey FOREIGN KEY (client_id)
        REFERENCES client (client_id) ON DELETE CASCADE
    )`);
    await runner.query('CREATE INDEX authorization_code_client ON authorization_code (client_id)');
    await runner.query('CREATE INDEX authorization_code_expiry ON authorization_code (expires_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE authorization_code');
  }
}
