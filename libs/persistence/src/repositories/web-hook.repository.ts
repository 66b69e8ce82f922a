import type { EpochSeconds, WebHook, WebHookDelivery } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { WebHookDeliveryEntity, WebHookEntity } from '../entities/web-hook.entities.js';
import { insertNew, lockedRow, rowsOf, selectList } from '../rows.js';

/** Writes web hooks, and the metadata of their calls. The hooks are read from the configuration in memory. */
export class WebHookRepository {
  constructor(private readonly manager: EntityManager) {}

  /** @returns false if the identifier is taken */
  async insert(hook: WebHook): Promise<boolean> {
    return insertNew(this.manager, WebHookEntity, hook);
  }

  /** Replaces the hook if it is still the one that was read, at `revision`. @returns false if someone else changed or deleted it */
  async replace(hook: WebHook, revision: number): Promise<boolean> {
    const { id, createdAt, ...changes } = hook;
    const result = await this.manager.update(WebHookEntity, { id, createdAt, revision }, changes);
    return result.affected === 1;
  }

  /** The hook as it is now, kept from others until the transaction ends; see {@link lockedRow}. */
  async lock(id: string): Promise<WebHook | undefined> {
    return lockedRow(this.manager, WebHookEntity, { id });
  }

  /** Deletes a hook and removes it from the applications that use it. */
  async delete(id: string): Promise<boolean> {
    return (await rowsOf(this.manager, 'DELETE FROM web_hook WHERE id = $1 RETURNING 1', [id])).length === 1;
  }

  /**
   * Inserts deliveries, oldest first, and deletes all but `most` of each hook concerned. Sources take turns, each with its
   * newest: whoever causes many takes no place from others, and the newest of a hook always stays.
   */
  async insertDeliveries(deliveries: WebHookDelivery[], most: number): Promise<void> {
    if (deliveries.length === 0) return;
    await rowsOf(
      this.manager,
      `INSERT INTO web_hook_delivery (
         hook, occurred, outcome, status, duration, removed_scopes, claims, source, expires_at)
       SELECT hook, occurred, outcome, status, duration, "removedScopes", claims, decode(source, 'base64'), "expiresAt"
         FROM jsonb_to_recordset($1::jsonb) AS delivery (
           place integer, hook text, occurred bigint, outcome text, status integer, duration integer,
           "removedScopes" integer, claims integer, source text, "expiresAt" bigint)
        WHERE EXISTS (SELECT 1 FROM web_hook WHERE web_hook.id = delivery.hook)
        ORDER BY place`,
      [JSON.stringify(deliveries.map((each, place) => ({ ...each, source: each.source?.toString('base64'), place })))],
    );
    await rowsOf(
      this.manager,
      `DELETE FROM web_hook_delivery AS old USING (
         SELECT id, row_number() OVER (PARTITION BY hook ORDER BY turn, id DESC) AS place
           FROM (SELECT id, hook, row_number() OVER (PARTITION BY hook, source ORDER BY id DESC) AS turn
                   FROM web_hook_delivery WHERE hook = ANY($1::text[])) AS of_sources) AS ranked
        WHERE old.id = ranked.id AND ranked.place > $2`,
      [[...new Set(deliveries.map(({ hook }) => hook))], most],
    );
  }

  /** Newest first. */
  async deliveriesOf(hook: string, limit: number, now: EpochSeconds): Promise<WebHookDelivery[]> {
    return rowsOf<WebHookDelivery>(
      this.manager,
      `SELECT ${selectList(this.manager, WebHookDeliveryEntity)} FROM web_hook_delivery
        WHERE hook = $1 AND expires_at > $3 ORDER BY id DESC LIMIT $2`,
      [hook, limit, now],
    );
  }
}
