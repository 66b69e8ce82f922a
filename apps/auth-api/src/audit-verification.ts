import { ChainCheck, faultSentence } from '@passant/protocol';
import { type AuditSource, countOf } from './audit-file.js';
import { type AnchorKeys, verifyAnchor } from './credentials/audit-anchor.js';

/**
 * Checks the chain and its anchors.
 * @param kept an earlier export that was kept elsewhere: its anchors and its last record are held against the source
 * @param keys whose signatures are trusted
 * @returns a sentence for everything that is wrong, and one that sums up
 */
export async function verifyAudit(
  source: AuditSource,
  kept: AuditSource | undefined,
  keys: AnchorKeys,
): Promise<{ faults: string[]; summary: string }> {
  const keptAnchors = (await kept?.anchors()) ?? [];
  const keptEnd = kept && (await lastOf(kept.records()));
  const anchors = [...(await source.anchors()), ...keptAnchors].sort((one, other) => one.sequence - other.sequence);
  const faults: string[] = [];
  const chain = new ChainCheck();
  let records = 0;
  for await (const [record, after] of withNext(source.records())) {
    records += 1;
    faults.push(...chain.follow(record, after).map(faultSentence));
  }
  const newest = anchors.at(-1);
  for (const anchor of anchors) {
    const { date, kid } = anchor;
    const verdict = await verifyAnchor(anchor, keys);
    if (verdict === 'forged') faults.push(`The anchor of ${date} is not what was signed.`);
    // The newest one stands for everything before it, also if a key that is not known any more signed the others.
    if (verdict === 'unknown_key' && anchor === newest) {
      faults.push(`The newest anchor, of ${date}, was signed with ${kid}, which is none of the known keys.`);
    }
    // How much is missing at the end is said once.
    if (anchor === newest || anchor.sequence <= chain.end) faults.push(...chain.against(anchor).map(faultSentence));
  }
  if (keptEnd) {
    const { sequence, hash } = keptEnd;
    faults.push(...chain.against({ sequence, hash }).map(faultSentence));
  }
  const found = `${countOf(records, 'record')}, ${countOf(anchors.length, 'anchor')}`;
  const upTo = newest ? `, the newest of ${newest.date} for record ${newest.sequence}` : '';
  const result = faults.length === 0 ? 'nothing was changed' : `${countOf(faults.length, 'fault')} found`;
  return { faults, summary: `${found}${upTo}: ${result}.` };
}

async function lastOf<Item>(items: AsyncIterable<Item>): Promise<Item | undefined> {
  let last: Item | undefined;
  for await (const item of items) last = item;
  return last;
}

/** Each item together with the one after it. */
async function* withNext<Item>(items: AsyncIterable<Item>): AsyncGenerator<[Item, Item | undefined]> {
  let held: Item | undefined;
  for await (const item of items) {
    if (held !== undefined) yield [held, item];
    held = item;
  }
  if (held !== undefined) yield [held, undefined];
}
