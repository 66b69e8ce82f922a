import type { AuditAnchor, EventName } from '@passant/contracts';
import { type AuditEntry, type ChainHead, type NewAuditEntry, chained } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { AuditAnchorEntity, AuditRecordEntity } from '../entities/audit.entities.js';
import { jsonColumns, jsonParameter, rowsOf, selectList } from '../rows.js';

/** Which records to select; all members must match. */
export interface AuditFilter {
  /** Identifier of anything that a record is about. */
  subject?: string | undefined;
  actor?: string | undefined;
  names?: EventName[] | undefined;
  /** Milliseconds since the epoch, inclusive. */
  from?: number | undefined;
  /** Milliseconds since the epoch, exclusive. */
  until?: number | undefined;
  /** Sequence number, exclusive. */
  before?: number | undefined;
}

/** The chain of what administrators changed. Records are added to its end, and never changed or deleted. */
export class AuditRepository {
  constructor(private readonly manager: EntityManager) {}

  /**
   * Adds entries to the end of the chain, in their order. Whoever comes second waits until the transaction of the first
   * has ended, so the order of the chain is the order in which changes took effect.
   */
  async append(entries: readonly NewAuditEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await rowsOf(this.manager, 'LOCK TABLE audit_record IN SHARE ROW EXCLUSIVE MODE');
    // The hash is of what is stored, and the database does not take every text.
    const storable = JSON.parse(jsonParameter(entries)) as NewAuditEntry[];
    const { columns, members, definitions } = jsonColumns(this.manager, AuditRecordEntity);
    await rowsOf(
      this.manager,
      `INSERT INTO audit_record (${columns})
       SELECT ${members} FROM jsonb_to_recordset($1::jsonb) AS record (${definitions})`,
      [jsonParameter(chained(await this.head(), storable))],
    );
  }

  /** The last record; `undefined` if there is none. */
  async head(): Promise<ChainHead | undefined> {
    const [head] = await rowsOf<ChainHead>(
      this.manager,
      'SELECT sequence, hash FROM audit_record ORDER BY sequence DESC LIMIT 1',
    );
    return head;
  }

  /** Number of records up to one. */
  async count(sequence: number): Promise<number> {
    const [row] = await rowsOf<{ count: number }>(
      this.manager,
      'SELECT count(*) AS count FROM audit_record WHERE sequence <= $1',
      [sequence],
    );
    return row!.count;
  }

  /** Newest first. */
  async list(filter: AuditFilter, limit: number): Promise<AuditEntry[]> {
    const { where, parameters } = conditionsOf(filter);
    return rowsOf(
      this.manager,
      `SELECT ${selectList(this.manager, AuditRecordEntity)} FROM audit_record ${where}
        ORDER BY sequence DESC LIMIT $${parameters.length + 1}`,
      [...parameters, limit],
    );
  }

  /**
   * Every record there is, in the order of the chain.
   * @param after sequence number, exclusive; absent for the first page, also if a number is none that the chain gives
   */
  async page(after: number | undefined, limit: number): Promise<AuditEntry[]> {
    return rowsOf(
      this.manager,
      `SELECT ${selectList(this.manager, AuditRecordEntity)} FROM audit_record
        WHERE $1::bigint IS NULL OR sequence > $1 ORDER BY sequence LIMIT $2`,
      [after ?? null, limit],
    );
  }

  /** All anchors, oldest first. */
  async anchors(): Promise<AuditAnchor[]> {
    return rowsOf(
      this.manager,
      `SELECT ${selectList(this.manager, AuditAnchorEntity)} FROM audit_anchor ORDER BY date`,
    );
  }

  /** Key of the anchor of a day; `undefined` if there is no anchor of that day. */
  async anchorKey(date: string): Promise<string | undefined> {
    const [anchor] = await rowsOf<{ kid: string }>(this.manager, 'SELECT kid FROM audit_anchor WHERE date = $1', [
      date,
    ]);
    return anchor?.kid;
  }

  /** Keeps the anchor of a day, unless another process was faster. One that another key signed is replaced. */
  async keepAnchor({ date, sequence, hash, count, kid, jws }: AuditAnchor): Promise<void> {
    await rowsOf(
      this.manager,
      `INSERT INTO audit_anchor (date, sequence, hash, count, kid, jws) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (date) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash, count = excluded.count,
         kid = excluded.kid, jws = excluded.jws
       WHERE audit_anchor.kid <> excluded.kid AND audit_anchor.sequence <= excluded.sequence`,
      [date, sequence, hash, count, kid, jws],
    );
  }
}

function conditionsOf(filter: AuditFilter): { where: string; parameters: unknown[] } {
  const conditions: string[] = [];
  const parameters: unknown[] = [];
  const add = (value: unknown, condition: (parameter: string) => string) => {
    if (value === undefined) return;
    parameters.push(value);
    conditions.push(condition(`$${parameters.length}`));
  };
  add(filter.subject, (value) => `${value} IN (subject, application, identity_provider, client_id)`);
  add(filter.actor, (value) => `actor = ${value}`);
  add(filter.names, (list) => `name = ANY(${list}::text[])`);
  add(filter.from, (value) => `occurred >= ${value}`);
  add(filter.until, (value) => `occurred < ${value}`);
  add(filter.before, (value) => `sequence < ${value}`);
  return { where: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, parameters };
}
