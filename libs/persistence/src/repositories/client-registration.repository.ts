import { type Client, type EpochSeconds, originsOf } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { ClientEntity } from '../entities/client.entity.js';
import { EventEntity } from '../entities/event.entity.js';
import { jsonColumns, jsonParameter, rowsOf } from '../rows.js';
import { SharedStatement } from '../shared-statement.js';
import type { JudgedApplication } from './application.repository.js';
import type { NewEvent } from './event.repository.js';
import { USABLE } from './initial-access-token.repository.js';
import { holdOpen } from './software-statement.repository.js';

/** What a registration stores. */
export interface ClientRegistration {
  /** Hash of the initial access token that spends a use; absent if none is needed. */
  spends?: Buffer | undefined;
  /** Identifier of the software statement, which must currently permit installations; absent if none was presented. */
  stands?: string | undefined;
  /** The application of the client as it was when this was judged, and has to be still; absent if it rests on none. */
  under?: JudgedApplication | undefined;
  /** Absent if the registration is refused, which spends the token nevertheless. */
  made?: { client: Client; event?: NewEvent | undefined };
  now: EpochSeconds;
}

/**
 * `outdated`: nothing was stored or spent, because the application is not as it was when this was judged.
 * `recorded`: everything was stored. `token_gone`: nothing was, because the token is unknown, expired, revoked or used
 * up, or the client it was issued to is disabled. `unapproved`: the token is spent but no client was created, because
 * the software statement was revoked, or its application or version accepts no installations. `taken`: the token is
 * spent, but another client has the identifier.
 */
export type ClientRegistrationResult = 'outdated' | 'recorded' | 'token_gone' | 'unapproved' | 'taken';

/**
 * Records registrations: one statement spends the initial access token, stores the client and its event. Concurrent
 * registrations share a statement.
 */
export class ClientRegistrationRepository {
  private readonly shared = new SharedStatement<ClientRegistration, ClientRegistrationResult>((registrations) =>
    this.recordAll(registrations),
  );

  private sql: string | undefined;

  constructor(private readonly manager: EntityManager) {}

  /**
   * Only this statement decides whether a use of the token is left, so concurrent registrations on any number of
   * servers cannot exceed the limit. The same applies to a software statement: a concurrent revocation either prevents
   * the client from being created, or sees it. Nor can what an application takes be narrowed between the judgement and
   * the client.
   */
  async record(registration: ClientRegistration): Promise<ClientRegistrationResult> {
    return this.shared.ask(registration);
  }

  private async recordAll(registrations: ClientRegistration[]): Promise<ClientRegistrationResult[]> {
    const clients = registrations.flatMap(({ made }, ordinal) => (made ? [{ ordinal, ...asJson(made.client) }] : []));
    const events = registrations.flatMap(({ made }, ordinal) => (made?.event ? [{ ordinal, ...made.event }] : []));
    const done = await rowsOf<{ ordinal: number; isAdmitted: boolean; isApproved: boolean; isStored: boolean }>(
      this.manager,
      (this.sql ??= statementOf(this.manager)),
      [
        registrations.map(({ spends }) => spends ?? null),
        Math.max(...registrations.map(({ now }) => now)),
        JSON.stringify(clients),
        jsonParameter(events),
        registrations.map(({ stands }) => stands ?? null),
        registrations.map(({ under }) => under?.identifier ?? null),
        registrations.map(({ under }) => under?.issuance ?? null),
        registrations.map(({ under }) => under?.edition ?? null),
      ],
    );
    const standing = new Map(done.map((one) => [one.ordinal, one]));
    return registrations.map(({ made }, ordinal) => {
      const one = standing.get(ordinal);
      if (!one) return 'outdated';
      if (!one.isAdmitted) return 'token_gone';
      if (!made || one.isStored) return 'recorded';
      return one.isApproved ? 'taken' : 'unapproved';
    });
  }
}

function asJson(client: Client): Record<string, unknown> {
  const { secretHash, previousSecretHash, registrationTokenHash } = client;
  return {
    ...client,
    origins: originsOf(client),
    secretHash: hexOf(secretHash),
    previousSecretHash: hexOf(previousSecretHash),
    registrationTokenHash: hexOf(registrationTokenHash),
  };
}

/** As PostgreSQL writes and parses `bytea`. */
function hexOf(bytes: Buffer | null): string | null {
  return bytes && `\\x${bytes.toString('hex')}`;
}

/**
 * Locks the applications and then the tokens, each in a fixed order, so that two statements cannot deadlock. Whatever
 * was judged under an application that has changed since is left out. Each token then grants its remaining uses in the
 * order of the registrations. If several want the same identifier, the first gets it. `$1`: hashes of the tokens, null if
 * none is needed; `$2`: now; `$3`, `$4`: clients and events, with the index of their registration in `$1`, from 0; `$5`:
 * identifiers of software statements, null if none was presented; `$6`, `$7`, `$8`: identifiers, issuances and editions of
 * applications, null if there is none.
 */
function statementOf(manager: EntityManager): string {
  const client = jsonColumns(manager, ClientEntity);
  const event = jsonColumns(manager, EventEntity, ['id']);
  return `WITH held AS MATERIALIZED (
    SELECT identifier, issuance, edition FROM application
     WHERE identifier = ANY ($6::text[]) ORDER BY identifier FOR SHARE),
  asked AS MATERIALIZED (
    SELECT token_hash, statement, ordinal::int - 1 AS ordinal,
           row_number() OVER (PARTITION BY token_hash ORDER BY ordinal) AS turn
      FROM unnest($1::bytea[], $5::uuid[], $6::text[], $7::uuid[], $8::int[])
           WITH ORDINALITY AS a (token_hash, statement, application, issuance, edition, ordinal)
     WHERE application IS NULL
        OR (application, issuance, edition) IN (SELECT identifier, held.issuance, held.edition FROM held)),
  usable AS MATERIALIZED (
    SELECT id, token_hash, registrations - uses AS uses_left FROM initial_access_token
     WHERE token_hash = ANY (ARRAY(SELECT token_hash FROM asked)) AND ${USABLE} ORDER BY id FOR NO KEY UPDATE),
  given AS MATERIALIZED (
    SELECT ordinal, id FROM asked JOIN usable USING (token_hash) WHERE turn <= uses_left),
  spent AS (
    UPDATE initial_access_token t SET uses = uses + g.number
      FROM (SELECT id, count(*) AS number FROM given GROUP BY id) g WHERE t.id = g.id),
  approved AS MATERIALIZED (${holdOpen('id = ANY ($5::uuid[])')}),
  admitted AS MATERIALIZED (
    SELECT ordinal, statement IS NULL OR statement IN (SELECT id FROM approved) AS is_approved FROM asked
     WHERE token_hash IS NULL OR ordinal IN (SELECT ordinal FROM given)),
  wanted AS MATERIALIZED (
    SELECT DISTINCT ON ("clientId") c.*
      FROM jsonb_to_recordset($3::jsonb) AS c (ordinal int, ${client.definitions}) JOIN admitted USING (ordinal)
     WHERE is_approved ORDER BY "clientId", ordinal),
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
  SELECT ordinal, admitted.ordinal IS NOT NULL AS "isAdmitted", is_approved AS "isApproved",
         stored.ordinal IS NOT NULL AS "isStored"
    FROM asked LEFT JOIN admitted USING (ordinal) LEFT JOIN stored USING (ordinal)`;
}
