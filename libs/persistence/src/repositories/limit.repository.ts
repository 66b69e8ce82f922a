import type { EntityManager } from 'typeorm';
import { prepared } from '../prepared-statements.js';
import { rowsOf } from '../rows.js';

/** So many at once, and as many again evenly over `period`: a bucket that refills continuously. */
export interface Allowance {
  size: number;
  /** Seconds. */
  period: number;
}

/** How failures slow down. */
export interface Patience {
  /** Consecutive failures at which the wait begins, at one second; each further one doubles it. At least 2. */
  free: number;
  /** Seconds. */
  longestWait: number;
  /** Seconds without a failure after which earlier failures are forgotten. */
  forgottenAfter: number;
}

/** A limit of a caller, by the hash of both. */
export type Keyed<Limit> = Limit & { key: Buffer };

/**
 * `wait`: milliseconds until there is one; undefined: taken. `key`: of the limit with that wait; undefined if a concurrent
 * request used it up.
 */
export type Taken = { wait: number; key: Buffer | undefined } | { wait: undefined };

/** `wait`: milliseconds until there is room again; 0: there is. */
export interface Used {
  used: number;
  wait: number;
}

/** `hasFailed`: whether earlier failures are remembered. */
export type Counted = Taken & { hasFailed: boolean };

const SECOND = 1_000_000;
/**
 * Microseconds by which the clocks of machines may differ. What is further ahead than a limit ever gets was counted before
 * a clock was set back: it is not believed, or everybody would wait until that time comes again.
 */
const APART = 60 * SECOND;

/**
 * What was used of limits. One statement decides about all limits of a request: it takes of each, or, when one of them is
 * used up, of none. Of requests at the same time, one may lose what it took of one when another of them got the last of
 * the other; no limit is ever exceeded.
 */
export class LimitRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Takes one of each allowance, if there is one left in each. @param now milliseconds */
  async take(allowances: readonly Keyed<Allowance>[], now: number): Promise<Taken> {
    const [row] = await rowsOf<Row>(this.manager, TAKE, [
      allowances.map(({ key }) => key),
      allowances.map(({ size }) => size),
      allowances.map(paceOf),
      now * 1000,
    ]);
    return takenOf(row!);
  }

  /** What is used of each allowance, in their order. Nothing is taken. @param now milliseconds */
  async used(allowances: readonly Keyed<Allowance>[], now: number): Promise<Used[]> {
    const rows = await rowsOf<Used>(this.manager, USED, [
      allowances.map(({ key }) => key),
      allowances.map(({ size }) => size),
      allowances.map(paceOf),
      now * 1000,
    ]);
    return rows.map(({ used, wait }) => ({ used, wait: Math.ceil(wait / 1000) }));
  }

  /**
   * Counts a failure with each, if nobody has to wait for any of them; it is forgiven with {@link forgive}.
   * @param limits with the same times @param now milliseconds
   */
  async countFailure(limits: readonly Keyed<Patience>[], now: number): Promise<Counted> {
    const { longestWait, forgottenAfter } = limits[0]!;
    const [row] = await rowsOf<Row>(this.manager, COUNT_FAILURE, [
      limits.map(({ key }) => key),
      limits.map(({ free }) => free),
      now * 1000,
      longestWait * SECOND,
      Math.floor(now / 1000),
      Math.floor(now / 1000) + forgottenAfter,
    ]);
    return { ...takenOf(row!), hasFailed: row!.wait !== null };
  }

  async forgive(keys: readonly Buffer[]): Promise<void> {
    await rowsOf(this.manager, 'DELETE FROM limit_use WHERE key_hash = ANY ($1::bytea[])', [keys]);
  }

  /**
   * Has what was used under old keys count under new ones, for keys that are hashed anew. Where something was used under
   * both, the greater counts.
   */
  async rename(keys: readonly { from: Buffer; to: Buffer }[]): Promise<void> {
    await rowsOf(
      this.manager,
      `WITH renamed AS (
         DELETE FROM limit_use USING unnest($1::bytea[], $2::bytea[]) AS name (old, new)
          WHERE key_hash = name.old RETURNING name.new, failures, free_at, expires_at)
       INSERT INTO limit_use AS used (key_hash, failures, free_at, expires_at) SELECT * FROM renamed ORDER BY new
       ON CONFLICT (key_hash) DO UPDATE SET failures = greatest(used.failures, excluded.failures),
         free_at = greatest(used.free_at, excluded.free_at), expires_at = greatest(used.expires_at, excluded.expires_at)`,
      [keys.map(({ from }) => from), keys.map(({ to }) => to)],
    );
  }
}

interface Row {
  isTaken: boolean;
  /** Microseconds, and the key of the limit; `null` if nothing was used yet when the statement began. */
  wait: number | null;
  key: Buffer | null;
}

function takenOf({ isTaken, wait, key }: Row): Taken {
  if (isTaken) return { wait: undefined };
  const isLate = wait === null || wait <= 0;
  return { wait: inMilliseconds(wait), key: isLate ? undefined : key! };
}

/** Microseconds in which one of an allowance comes back. */
const paceOf = ({ size, period }: Allowance): number => Math.max(1, Math.round((period * SECOND) / size));

/** When a concurrent request got the last one, the statement saw no wait yet. */
const inMilliseconds = (wait: number | null): number => Math.max(1, Math.ceil((wait ?? 0) / 1000));

// GCRA, the leaky bucket as a meter: `free_at` moves on by the pace of one with each that is taken, and may be as far ahead
// as the rest of the bucket.
const TAKE = prepared(
  `WITH asked AS (
     SELECT * FROM unnest($1::bytea[], $2::integer[], $3::bigint[]) AS asked (key_hash, size, pace)
   ), known AS (
     SELECT key_hash, free_at - pace * (size - 1) - $4::bigint AS wait FROM asked JOIN limit_use USING (key_hash)
      WHERE free_at <= $4::bigint + pace * size + ${APART}
      ORDER BY wait DESC LIMIT 1
   ), taken AS (
     INSERT INTO limit_use AS used (key_hash, failures, free_at, expires_at)
     SELECT key_hash, 0, $4::bigint + pace, ($4::bigint + pace * size) / ${SECOND} + 1 FROM asked
      WHERE NOT EXISTS (SELECT 1 FROM known WHERE wait > 0)
      ORDER BY key_hash
     ON CONFLICT (key_hash) DO UPDATE SET
       free_at = excluded.free_at
         + CASE WHEN used.free_at <= excluded.free_at + ${APART}
                     + (SELECT pace * (size - 1) FROM asked WHERE asked.key_hash = used.key_hash)
                THEN greatest(0, used.free_at - $4::bigint) ELSE 0 END,
       expires_at = excluded.expires_at
     WHERE used.free_at - $4::bigint NOT BETWEEN 1 + (
         SELECT pace * (size - 1) FROM asked WHERE asked.key_hash = used.key_hash
       ) AND (SELECT pace * size + ${APART} FROM asked WHERE asked.key_hash = used.key_hash)
     RETURNING 1
   )
   SELECT (SELECT count(*) FROM taken) = cardinality($1::bytea[]) AS "isTaken",
          (SELECT wait FROM known) AS wait, (SELECT key_hash FROM known) AS key`,
);

// As much of it as `TAKE` believes.
const USED = `SELECT least(size, ceil(greatest(0, free_at - $4::bigint)::numeric / pace))::integer AS used,
         greatest(0, free_at - pace * (size - 1) - $4::bigint) AS wait
    FROM unnest($1::bytea[], $2::integer[], $3::bigint[]) WITH ORDINALITY AS asked (key_hash, size, pace, place)
    LEFT JOIN limit_use
      ON limit_use.key_hash = asked.key_hash AND free_at <= $4::bigint + pace * size + ${APART}
   ORDER BY place`;

const FAILURES = 'CASE WHEN used.expires_at > $5::bigint THEN used.failures + 1 ELSE excluded.failures END';
// Nobody waits for failures that are free: they leave no time behind, since the next request may have begun before it.
const COUNT_FAILURE = `WITH asked AS (
     SELECT * FROM unnest($1::bytea[], $2::integer[]) AS asked (key_hash, free)
   ), known AS (
     SELECT key_hash, free_at - $3::bigint AS wait FROM asked JOIN limit_use USING (key_hash)
      WHERE expires_at > $5::bigint AND free_at <= $3::bigint + $4::bigint + ${APART}
      ORDER BY wait DESC LIMIT 1
   ), counted AS (
     INSERT INTO limit_use AS used (key_hash, failures, free_at, expires_at)
     SELECT key_hash, 1 - free, 0, $6::bigint FROM asked
      WHERE NOT EXISTS (SELECT 1 FROM known WHERE wait > 0)
      ORDER BY key_hash
     ON CONFLICT (key_hash) DO UPDATE SET
       failures = ${FAILURES},
       free_at = CASE WHEN ${FAILURES} < 0 THEN 0
         ELSE $3::bigint + least(power(2, least(${FAILURES}, 20)) * ${SECOND}, $4::bigint)::bigint END,
       expires_at = excluded.expires_at
     WHERE used.free_at - $3::bigint NOT BETWEEN 1 AND $4::bigint + ${APART}
     RETURNING 1
   )
   SELECT (SELECT count(*) FROM counted) = cardinality($1::bytea[]) AS "isTaken",
          (SELECT wait FROM known) AS wait, (SELECT key_hash FROM known) AS key`;
