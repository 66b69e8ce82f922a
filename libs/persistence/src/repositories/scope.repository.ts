import type { EpochSeconds, Scope } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { ScopeEntity } from '../entities/scope.entity.js';
import { insertNew, lockedRow, rowsOf, selectList } from '../rows.js';

/** A scope with the identifiers of the applications that use it. */
export type ScopeWithUse = Scope & { usedBy: string[] };

const USED_BY = `ARRAY(SELECT a.identifier FROM application a
    WHERE scope.identifier = ANY (a.default_scopes || a.additional_scopes) ORDER BY a.identifier)`;

export class ScopeRepository {
  constructor(private readonly manager: EntityManager) {}

  /**
   * Scopes in the order of their identifiers.
   * @param search part of an identifier or a description
   * @param after identifier the page starts after
   */
  async list(search: string | undefined, after: string | undefined, limit: number): Promise<ScopeWithUse[]> {
    // "C": the order must not depend on the collation of the database, or pages would overlap.
    return rowsOf<ScopeWithUse>(
      this.manager,
      `SELECT ${this.columns}, ${USED_BY} AS "usedBy" FROM scope
        WHERE identifier COLLATE "C" > $1
          AND ($2::text IS NULL OR position(lower($2) IN lower(identifier)) > 0
               OR position(lower($2) IN lower(description)) > 0)
        ORDER BY identifier COLLATE "C" LIMIT $3`,
      [after ?? '', search ?? null, limit],
    );
  }

  async find(identifier: string): Promise<ScopeWithUse | undefined> {
    const [scope] = await rowsOf<ScopeWithUse>(
      this.manager,
      `SELECT ${this.columns}, ${USED_BY} AS "usedBy" FROM scope WHERE identifier = $1`,
      [identifier],
    );
    return scope;
  }

  /** @returns false if the identifier is taken */
  async insert(scope: Scope): Promise<boolean> {
    return insertNew(this.manager, ScopeEntity, scope);
  }

  /**
   * Creates the scopes that do not exist yet, without a description, and keeps existing ones from being deleted until
   * the transaction ends. Must be called in the transaction that writes the application which uses them.
   * @returns the identifiers that were created
   */
  async ensure(identifiers: readonly string[], now: EpochSeconds): Promise<string[]> {
    // Sorted, so that two applications cannot deadlock; updating a row to the same value locks it.
    const wanted = [...new Set(identifiers)].sort();
    if (wanted.length === 0) return [];
    const rows = await rowsOf<{ identifier: string; made: boolean }>(
      this.manager,
      `INSERT INTO scope (identifier, description, claims, revision, created_at, updated_at)
       SELECT wanted, '', '{}', 1, $2, $2 FROM unnest($1::text[]) AS wanted
       ON CONFLICT (identifier) DO UPDATE SET identifier = excluded.identifier
       RETURNING identifier, xmax = 0 AS made`,
      [wanted, now],
    );
    return rows.filter((row) => row.made).map((row) => row.identifier);
  }

  /** Replaces the scope if it is still the one that was read, at `revision`. @returns false if someone else changed or deleted it */
  async replace(scope: Scope, revision: number): Promise<boolean> {
    const { identifier, createdAt, description, claims, updatedAt } = scope;
    const result = await this.manager.update(
      ScopeEntity,
      { identifier, createdAt, revision },
      { description, claims, updatedAt, revision: scope.revision },
    );
    return result.affected === 1;
  }

  /** The scope as it is now, kept from others until the transaction ends; see {@link lockedRow}. */
  async lock(identifier: string): Promise<Scope | undefined> {
    return lockedRow(this.manager, ScopeEntity, { identifier });
  }

  /**
   * Deletes a scope that no application uses. Must be called in a transaction: it locks the row first and checks the
   * applications afterwards, so that it waits for one that is being written with this scope.
   */
  async delete(identifier: string): Promise<'deleted' | 'in_use' | 'not_found'> {
    const locked = await rowsOf(this.manager, 'SELECT 1 FROM scope WHERE identifier = $1 FOR UPDATE', [identifier]);
    if (locked.length === 0) return 'not_found';
    const gone = await rowsOf(
      this.manager,
      `DELETE FROM scope WHERE identifier = $1
          AND NOT EXISTS (SELECT 1 FROM application WHERE $1 = ANY (default_scopes || additional_scopes))
       RETURNING 1`,
      [identifier],
    );
    return gone.length === 1 ? 'deleted' : 'in_use';
  }

  private get columns(): string {
    return selectList(this.manager, ScopeEntity, 'scope');
  }
}
