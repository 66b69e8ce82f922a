import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A current and a next key for each algorithm, and for each client the algorithm of its ID tokens. */
export class IdTokenAlgorithms1795973000000 implements MigrationInterface {
  readonly name = 'IdTokenAlgorithms1795973000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  'DROP INDEX signing_key_state',
  `CREATE UNIQUE INDEX signing_key_state ON signing_key (algorithm, state) WHERE state <> 'previous'`,
  `ALTER TABLE client ADD COLUMN id_token_signed_response_alg text NOT NULL DEFAULT 'ES256'`,
  'ALTER TABLE client ALTER COLUMN id_token_signed_response_alg DROP DEFAULT',
  // Whoever is there already goes on getting what the server signs with so far.
  `UPDATE client SET id_token_signed_response_alg = 'RS256'
    WHERE kind <> 'api' AND EXISTS (SELECT 1 FROM signing_key WHERE state = 'current' AND algorithm = 'RS256')`,
];

const DOWN = [
  'ALTER TABLE client DROP COLUMN id_token_signed_response_alg',
  // One key may be in each state again; what the others signed can still be verified for as long as it lives.
  `UPDATE signing_key k SET state = 'previous', published_until = extract(epoch FROM now())::bigint + 90000
    WHERE k.state <> 'previous' AND k.algorithm <> 'ES256'
      AND EXISTS (SELECT 1 FROM signing_key o WHERE o.state = k.state AND o.algorithm = 'ES256')`,
  'DROP INDEX signing_key_state',
  `CREATE UNIQUE INDEX signing_key_state ON signing_key (state) WHERE state <> 'previous'`,
];
