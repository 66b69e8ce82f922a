import type { Client, EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { ClientEntity } from '../entities/client.entity.js';
import { EventEntity } from '../entities/event.entity.js';
import { jsonColumns, jsonParameter, rowsOf } from '../rows.js';
import { SharedStatement } from '../shared-statement.js';
import type { NewEvent } from './event.repository.js';
import { USABLE } from './initial-access-token.repository.js';

/** What a registration writes. */
export interface ClientRegistration {
  /** Hash of the initial access token that loses a use; absent where none is needed. */
  spends?: Buffer | undefined;
  /** Absent where what was asked for is refused: that spends the token all the same. */
  made?: { client: Client; event?: NewEvent | undefined };
  now: EpochSeconds;
}

/**
 * `recorded`: all of it happened. `token_gone`: none of it did, for the token is unknown, expired, revoked, used up, or
 * the client it was issued to is off. `taken`: the token is spent, and another client has the identifier.
 */
export type ClientRegistrationResult = 'recorded' | 'token_gone' | 'taken';

/**
 * Records registrations: the initial access token is spent, the client stored and the event of it noted by one
 * statement, which registrations of one moment share.
 */
export class ClientRegistrationRepository {
  private readonly shared = new SharedStatement<ClientRegistration, ClientRegistrationResult>((registrations) =>
    this.recordAll(registrations),
  );

  private sql: string | undefined;

  constructor(private readonly manager: EntityManager) {}

  /**
   * Whether a use of the token is left is decided here and nowhere else, so any number of registrations at once on any
   * number of servers get no more than there are.
   */
  async record(registration: ClientRegistration): Promise<ClientRegistrationResult> {
    return this.shared.ask(registration);
  }

  private async recordAll(registrations: ClientRegistration[]): Promise<ClientRegistrationResult[]> {
    const clients = registrations.flatMap(({ made }, ordinal) => (made ? [{ ordinal, ...asJson(made.client) }] : []));
    const events = registrations.flatMap(({ made }, ordinal) => (made?.event ? [{ ordinal, ...made.event }] : []));
    const done = await rowsOf<{ ordinal: number; isStored: boolean }>(
      this.manager,
      (this.sql ??= statementOf(this.manager)),
      [
        registrations.map(({ spends }) => spends ?? null),
        Math.max(...registrations.map(({ now }) => now)),
        JSON.stringify(clients),
        jsonParameter(events),
      ],
    );
    const isStored = new Map(done.map((one) => [one.ordinal, one.isStored]));
    return registrations.map(({ made }, ordinal) => {
      if (!isStored.has(ordinal)) return 'token_gone';
      return made && !isStored.get(ordinal) ? 'taken' : 'recorded';
    });
  }
}

function asJson(client: Client): Record<string, unknown> {
  const { secretHash, previousSecretHash, registrationTokenHash } = client;
  return {
    ...client,
    secretHash: hexOf(secretHash),
    previousSecretHash: hexOf(previousSecretHash),
    registrationTokenHash: hexOf(registrationTokenHash),
  };
}

/** As PostgreSQL writes and reads `bytea`. */
function hexOf(bytes: Buffer | null): string | null {
  return bytes && `\\x${bytes.toString('hex')}`;
}

/**
 * Locks the tokens in one order, so that two statements never wait for each other; then each token gives its uses to
 * whoever asked first. Of several who want one identifier the first has it. `$1`: hashes of the tokens, null where none
 * is needed; `$2`: now; `$3`, `$4`: clients and events, with the place of their registration in `$1`, counted from 0.
 */
function statementOf(manager: EntityManager): string {
  const client = jsonColumns(manager, ClientEntity);
  const event = jsonColumns(manager, EventEntity, ['id']);
  return `WITH asked AS (
    SELECT token_hash, ordinal::int - 1 AS ordinal,
           row_number() OVER (PARTITION BY token_hash ORDER BY ordinal) AS turn
      FROM unnest($1::bytea[]) WITH ORDINALITY AS a (token_hash, ordinal)),
  usable AS MATERIALIZED (
    SELECT id, token_hash, registrations - uses AS uses_left FROM initial_access_token
     WHERE token_hash = ANY ($1::bytea[]) AND ${USABLE} ORDER BY id FOR NO KEY UPDATE),
  given AS MATERIALIZED (
    SELECT ordinal, id FROM asked JOIN usable USING (token_hash) WHERE turn <= uses_left),
  spent AS (
    UPDATE initial_access_token t SET uses = uses + g.number
      FROM (SELECT id, count(*) AS number FROM given GROUP BY id) g WHERE t.id = g.id),
  admitted AS MATERIALIZED (
    SELECT ordinal FROM given UNION ALL SELECT ordinal FROM asked WHERE token_hash IS NULL),
  wanted AS MATERIALIZED (
    SELECT DISTINCT ON ("clientId") c.*
      FROM jsonb_to_recordset($3::jsonb) AS c (ordinal int, ${client.definitions}) JOIN admitted USING (ordinal)
     ORDER BY "clientId", ordinal),
  made AS (
    INSERT INTO client (${client.columns}) SELECT ${client.members} FROM wanted ORDER BY "clientId"
        ON CONFLICT DO NOTHING RETURNING client_id),
  stored AS MATERIALIZED (
    SELECT ordinal FROM wanted JOIN made ON made.client_id = wanted."clientId"),
  noted AS (
    INSERT INTO event (${event.columns})
    SELECT ${event.members}
      FROM jsonb_to_recordset($4::jsonb) AS e (ordinal int, ${event.definitions}) JOIN stored USING (ordinal)
     ORDER BY ordinal)
  SELECT ordinal, stored.ordinal IS NOT NULL AS "isStored" FROM admitted LEFT JOIN stored USING (ordinal)`;
}
