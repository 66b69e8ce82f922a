import type { ScriptRunOutcome } from '@passant/contracts';
import type {
  EndingException,
  EndingToken,
  EpochSeconds,
  RefusalTrace,
  ScriptFailureCount,
  ScriptHourCount,
} from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { RefusalTraceEntity } from '../entities/refusal-trace.entity.js';
import { rowsOf, selectList } from '../rows.js';

/** What the home page of the console shows. Each statement reads few rows, however many events and clients there are. */
export class OverviewRepository {
  constructor(private readonly manager: EntityManager) {}

  /**
   * The providers whose scripts ended with one of these outcomes since a given hour, with the number of all runs.
   * Statistics have a row per provider, hour, step and outcome.
   */
  async failingScripts(outcomes: readonly ScriptRunOutcome[], since: EpochSeconds): Promise<ScriptFailureCount[]> {
    return rowsOf<ScriptFailureCount>(
      this.manager,
      `SELECT identity_provider AS "identityProvider", sum(runs)::bigint AS runs,
              coalesce(sum(runs) FILTER (WHERE outcome = ANY ($1::text[])), 0)::bigint AS failed
         FROM script_statistic WHERE hour >= $2 GROUP BY identity_provider
       HAVING bool_or(outcome = ANY ($1)) ORDER BY identity_provider`,
      [outcomes, since],
    );
  }

  /**
   * How scripts ran in each hour from a given one on, oldest first.
   * @param failures the outcomes without a usable result
   */
  async scriptHours(failures: readonly ScriptRunOutcome[], since: EpochSeconds): Promise<ScriptHourCount[]> {
    const completed = (outcome: string) =>
      `coalesce(sum(runs) FILTER (WHERE step = 'complete' AND ${outcome}), 0)::bigint`;
    return rowsOf<ScriptHourCount>(
      this.manager,
      `SELECT hour, ${completed("outcome = 'valid'")} AS valid, ${completed("outcome = 'retry'")} AS retry,
              ${completed("outcome = 'unrecoverable'")} AS unrecoverable,
              ${completed('outcome = ANY ($1::text[])')} AS failed,
              sum(runs)::bigint AS runs, sum(total_ms)::bigint AS "totalMs", max(longest_ms) AS "longestMs"
         FROM script_statistic WHERE hour >= $2 GROUP BY hour ORDER BY hour`,
      [failures, since],
    );
  }

  /** The hooks whose latest call, not before `since` in milliseconds, was stopped by a circuit breaker. */
  async stoppedHooks(hooks: readonly string[], since: number): Promise<string[]> {
    const rows = await rowsOf<{ id: string }>(
      this.manager,
      `SELECT asked.id FROM unnest($1::text[]) AS asked (id)
        CROSS JOIN LATERAL (
          SELECT outcome, occurred FROM web_hook_delivery WHERE hook = asked.id ORDER BY id DESC LIMIT 1) AS latest
        WHERE latest.outcome = 'circuit_open' AND latest.occurred >= $2`,
      [hooks, since],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * The exceptions for assertions that end within a period, soonest first.
   * @param needed needs before this time are not counted
   */
  async endingExceptions(
    period: { from: EpochSeconds; until: EpochSeconds },
    needed: EpochSeconds,
    limit: number,
  ): Promise<EndingException[]> {
    return rowsOf<EndingException>(
      this.manager,
      `WITH ending AS MATERIALIZED (
         SELECT 'application' AS of, identifier, name, lenient_until AS "lenientUntil"
           FROM application WHERE lenient_until > $1 AND lenient_until <= $2
         UNION ALL
         SELECT kind, client_id, name, lenient_until FROM client WHERE lenient_until > $1 AND lenient_until <= $2
          ORDER BY 4, 1, 2 LIMIT $4)
       SELECT e.*, need.clients AS "clientsInNeed"
         FROM ending e CROSS JOIN LATERAL (
           SELECT count(*) AS clients FROM client_use u JOIN client c ON c.client_id = u.client_id
            WHERE u.exception_needed >= $3
              AND CASE WHEN e.of = 'application' THEN c.application = e.identifier AND c.audience_policy IS NULL
                       ELSE c.client_id = e.identifier END) AS need
        ORDER BY "lenientUntil", e.of, e.identifier`,
      [period.from, period.until, needed, limit],
    );
  }

  /** Usable initial access tokens with a lifetime above `lifetime` that end within a period, soonest first. */
  async endingTokens(
    period: { from: EpochSeconds; until: EpochSeconds },
    lifetime: number,
    limit: number,
  ): Promise<EndingToken[]> {
    return rowsOf<EndingToken>(
      this.manager,
      `SELECT id, label, application, created_at AS "createdAt", expires_at AS "expiresAt"
         FROM initial_access_token
        WHERE expires_at > $1 AND expires_at <= $2 AND expires_at - created_at > $3
          AND NOT revoked AND uses < registrations
        ORDER BY expires_at, id LIMIT $4`,
      [period.from, period.until, lifetime, limit],
    );
  }

  /** The latest refusals that can still be opened, newest first. All are kept equally long. */
  async latestRefusals(limit: number, now: EpochSeconds): Promise<RefusalTrace[]> {
    return rowsOf<RefusalTrace>(
      this.manager,
      `SELECT ${selectList(this.manager, RefusalTraceEntity)} FROM refusal_trace
        WHERE expires_at > $2 ORDER BY expires_at DESC, occurred DESC LIMIT $1`,
      [limit, now],
    );
  }
}
