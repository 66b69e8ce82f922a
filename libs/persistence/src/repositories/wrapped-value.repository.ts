import type { ProviderProperty } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';

/** The columns with values encrypted with the master key. `changed`: what else a new value changes in the row. */
const COLUMNS = {
  signingKey: { table: 'signing_key', id: 'kid', type: 'text', column: 'sealed_private_jwk', changed: '' },
  webHookPassword: {
    table: 'web_hook',
    id: 'id',
    type: 'text',
    column: 'sealed_password',
    // Otherwise a change based on an earlier read of the hook would restore the old value.
    changed: ', revision = revision + 1',
  },
  pushToken: { table: 'mobile_device', id: 'id', type: 'uuid', column: 'sealed_push_token', changed: '' },
  question: { table: 'authentication_transaction', id: 'id', type: 'uuid', column: 'sealed_question', changed: '' },
  approval: { table: 'admin_approval', id: 'id', type: 'uuid', column: 'sealed_request', changed: '' },
  appliedSection: { table: 'applied_section', id: 'section', type: 'text', column: 'sealed_entries', changed: '' },
  secondFactor: { table: 'admin_second_factor', id: 'email', type: 'text', column: 'sealed_secret', changed: '' },
} as const;
export type WrappedColumn = keyof typeof COLUMNS;

/** A value and the row it is in. */
export interface WrappedValue {
  id: string;
  wrapped: Buffer;
}

/** The values encrypted with the master key, for changing that key. */
export class WrappedValueRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Values in the order of their rows. @param after row to start after */
  async page(kind: WrappedColumn, after: string | undefined, limit: number): Promise<WrappedValue[]> {
    const { table, id, type, column } = COLUMNS[kind];
    return rowsOf<WrappedValue>(
      this.manager,
      `SELECT ${id}::text AS id, ${column} AS wrapped FROM ${table}
        WHERE ${column} IS NOT NULL AND ($1::${type} IS NULL OR ${id} > $1::${type}) ORDER BY ${id} LIMIT $2`,
      [after ?? null, limit],
    );
  }

  /** Replaces values, except those that have been changed in the meantime. */
  async replace(kind: WrappedColumn, changes: readonly { id: string; from: Buffer; to: Buffer }[]): Promise<void> {
    const { table, id, type, column, changed } = COLUMNS[kind];
    await rowsOf(
      this.manager,
      `UPDATE ${table} SET ${column} = change.new_value${changed}
         FROM unnest($1::${type}[], $2::bytea[], $3::bytea[]) AS change (row_id, old_value, new_value)
        WHERE ${table}.${id} = change.row_id AND ${table}.${column} = change.old_value`,
      [changes.map((one) => one.id), changes.map(({ from }) => from), changes.map(({ to }) => to)],
    );
  }

  /** The properties of all identity providers, including encrypted ones. */
  async providerProperties(): Promise<{ provider: string; properties: ProviderProperty[] }[]> {
    return rowsOf(this.manager, 'SELECT identifier AS provider, properties FROM identity_provider ORDER BY identifier');
  }

  /** Replaces properties, unless they have been changed in the meantime. */
  async replaceProperties(
    provider: string,
    from: readonly ProviderProperty[],
    to: readonly ProviderProperty[],
  ): Promise<void> {
    await rowsOf(
      this.manager,
      // Otherwise a change based on an earlier read of the provider would restore the old values.
      `UPDATE identity_provider SET properties = $3::jsonb, revision = revision + 1
        WHERE identifier = $1 AND properties = $2::jsonb`,
      [provider, JSON.stringify(from), JSON.stringify(to)],
    );
  }
}
