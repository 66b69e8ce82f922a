import type {
  EpochSeconds,
  ScriptFailure,
  ScriptFixture,
  ScriptStatistic,
  ScriptVersion,
  ShadowDecisionCount,
} from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { afterDeadlockAgain } from '../deadlock.js';
import { ScriptVersionEntity } from '../entities/identity-provider.entity.js';
import {
  ScriptFailureEntity,
  ScriptFixtureEntity,
  ScriptShadowDecisionEntity,
  ScriptStatisticEntity,
} from '../entities/script.entities.js';
import { insertNew, rowsOf, selectList } from '../rows.js';

/** Everything about providers' scripts except those in use: versions, inputs for test runs, statistics of runs. */
export class ScriptRepository {
  constructor(private readonly manager: EntityManager) {}

  /** @returns false if the version number exists already */
  async insertVersion(version: ScriptVersion): Promise<boolean> {
    return insertNew(this.manager, ScriptVersionEntity, version);
  }

  async version(provider: string, version: number): Promise<ScriptVersion | undefined> {
    const [found] = await rowsOf<ScriptVersion>(
      this.manager,
      `SELECT ${selectList(this.manager, ScriptVersionEntity)} FROM script_version
        WHERE identity_provider = $1 AND version = $2`,
      [provider, version],
    );
    return found;
  }

  /** Newest first, without the texts. @param before only versions with a lower number */
  async versionsOf(
    provider: string,
    page: { limit: number; before?: number | undefined },
  ): Promise<Omit<ScriptVersion, 'scripts'>[]> {
    return rowsOf(
      this.manager,
      `SELECT identity_provider AS "identityProvider", version, author, comment, created_at AS "createdAt"
         FROM script_version WHERE identity_provider = $1 AND ($3::integer IS NULL OR version < $3)
        ORDER BY version DESC LIMIT $2`,
      [provider, page.limit, page.before ?? null],
    );
  }

  /**
   * Stores an input for test runs, replacing one of the same name, unless the provider has `most` others.
   * The count is taken by a statement of its own, under a lock on the provider: a statement does not see what was
   * inserted after it began, not even by those that it waited for.
   */
  async storeFixture(fixture: ScriptFixture, most: number): Promise<'stored' | 'full' | 'no_provider'> {
    const { identityProvider, name, content, updatedAt } = fixture;
    return afterDeadlockAgain(() =>
      this.manager.transaction(async (manager) => {
        const owner = 'SELECT 1 FROM identity_provider WHERE identifier = $1 FOR NO KEY UPDATE';
        if ((await rowsOf(manager, owner, [identityProvider])).length === 0) return 'no_provider';
        const stored = await rowsOf(
          manager,
          `INSERT INTO script_fixture (identity_provider, name, content, updated_at)
           SELECT $1, $2, $3, $4
            WHERE (SELECT count(*) FROM script_fixture WHERE identity_provider = $1 AND name <> $2) < $5
           ON CONFLICT (identity_provider, name)
             DO UPDATE SET content = excluded.content, updated_at = excluded.updated_at
           RETURNING 1`,
          [identityProvider, name, JSON.stringify(content), updatedAt, most],
        );
        return stored.length === 1 ? 'stored' : 'full';
      }),
    );
  }

  async fixturesOf(provider: string): Promise<ScriptFixture[]> {
    return rowsOf<ScriptFixture>(
      this.manager,
      `SELECT ${selectList(this.manager, ScriptFixtureEntity)} FROM script_fixture
        WHERE identity_provider = $1 ORDER BY name`,
      [provider],
    );
  }

  async deleteFixture(provider: string, name: string): Promise<boolean> {
    const sql = 'DELETE FROM script_fixture WHERE identity_provider = $1 AND name = $2 RETURNING 1';
    return (await rowsOf(this.manager, sql, [provider, name])).length === 1;
  }

  /** Adds to the counts of shadow runs, many in one statement; counts of deleted providers are dropped. */
  async countShadowDecisions(counts: ShadowDecisionCount[]): Promise<void> {
    if (counts.length === 0) return;
    await rowsOf(
      this.manager,
      `INSERT INTO script_shadow_decision (identity_provider, started_at, step, live, candidate, runs)
       SELECT "identityProvider", "startedAt", step, live, candidate, sum(runs)
         FROM jsonb_to_recordset($1::jsonb) AS decision (
           "identityProvider" text, "startedAt" bigint, step text, live text, candidate text, runs bigint)
        WHERE EXISTS (SELECT 1 FROM identity_provider WHERE identifier = "identityProvider")
        GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
       ON CONFLICT (identity_provider, started_at, step, live, candidate)
         DO UPDATE SET runs = script_shadow_decision.runs + excluded.runs`,
      [JSON.stringify(counts)],
    );
  }

  async shadowDecisionsOf(provider: string, startedAt: EpochSeconds): Promise<ShadowDecisionCount[]> {
    return rowsOf<ShadowDecisionCount>(
      this.manager,
      `SELECT ${selectList(this.manager, ScriptShadowDecisionEntity)} FROM script_shadow_decision
        WHERE identity_provider = $1 AND started_at = $2 ORDER BY step, live, candidate`,
      [provider, startedAt],
    );
  }

  async forgetShadowDecisions(provider: string): Promise<void> {
    await rowsOf(this.manager, 'DELETE FROM script_shadow_decision WHERE identity_provider = $1', [provider]);
  }

  /** Adds to the hourly statistics of script runs, many in one statement; those of deleted providers are dropped. */
  async countRuns(statistics: ScriptStatistic[]): Promise<void> {
    if (statistics.length === 0) return;
    await rowsOf(
      this.manager,
      `INSERT INTO script_statistic (identity_provider, hour, step, outcome, runs, killed, total_ms, longest_ms, expires_at)
       SELECT "identityProvider", hour, step, outcome, sum(runs), sum(killed), sum("totalMs"), max("longestMs"),
              max("expiresAt")
         FROM jsonb_to_recordset($1::jsonb) AS statistic (
           "identityProvider" text, hour bigint, step text, outcome text, runs bigint, killed bigint, "totalMs" bigint,
           "longestMs" integer, "expiresAt" bigint)
        WHERE EXISTS (SELECT 1 FROM identity_provider WHERE identifier = "identityProvider")
        GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
       ON CONFLICT (identity_provider, hour, step, outcome) DO UPDATE
         SET runs = script_statistic.runs + excluded.runs, killed = script_statistic.killed + excluded.killed,
             total_ms = script_statistic.total_ms + excluded.total_ms,
             longest_ms = greatest(script_statistic.longest_ms, excluded.longest_ms)`,
      [JSON.stringify(statistics)],
    );
  }

  /** The statistics of the hours from `since` on. */
  async statisticsOf(provider: string, since: EpochSeconds): Promise<ScriptStatistic[]> {
    return rowsOf<ScriptStatistic>(
      this.manager,
      `SELECT ${selectList(this.manager, ScriptStatisticEntity)} FROM script_statistic
        WHERE identity_provider = $1 AND hour >= $2 ORDER BY hour, step, outcome`,
      [provider, since],
    );
  }

  /** Inserts failures, oldest first, and deletes all but the newest `most` of each provider concerned. */
  async insertFailures(failures: Omit<ScriptFailure, 'id'>[], most: number): Promise<void> {
    if (failures.length === 0) return;
    await rowsOf(
      this.manager,
      `INSERT INTO script_failure (identity_provider, occurred, step, version, outcome, error, line, duration,
                                   request_id, expires_at)
       SELECT "identityProvider", occurred, step, version, outcome, error, line, duration, "requestId", "expiresAt"
         FROM jsonb_to_recordset($1::jsonb) AS failure (
           "identityProvider" text, occurred bigint, step text, version integer, outcome text, error text, line integer,
           duration integer, "requestId" text, "expiresAt" bigint)
        WHERE EXISTS (SELECT 1 FROM identity_provider WHERE identifier = "identityProvider")
        ORDER BY occurred`,
      [JSON.stringify(failures)],
    );
    await rowsOf(
      this.manager,
      `DELETE FROM script_failure AS old USING (
         SELECT id, row_number() OVER (PARTITION BY identity_provider ORDER BY id DESC) AS place
           FROM script_failure WHERE identity_provider = ANY($1::text[])) AS ranked
        WHERE old.id = ranked.id AND ranked.place > $2`,
      [[...new Set(failures.map(({ identityProvider }) => identityProvider))], most],
    );
  }

  /** Newest first. */
  async failuresOf(provider: string, limit: number, now: EpochSeconds): Promise<ScriptFailure[]> {
    return rowsOf<ScriptFailure>(
      this.manager,
      `SELECT ${selectList(this.manager, ScriptFailureEntity)} FROM script_failure
        WHERE identity_provider = $1 AND expires_at > $3 ORDER BY id DESC LIMIT $2`,
      [provider, limit, now],
    );
  }
}
