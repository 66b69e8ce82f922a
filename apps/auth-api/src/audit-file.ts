import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { AuditAnchor, AuditRecord } from '@passant/contracts';
import type { Store } from '@passant/persistence';
import { renderAuditRecord } from '@passant/protocol';
import { type CryptoKey, type JWK, importJWK } from 'jose';
import { z } from 'zod';
import type { AnchorKeys } from './credentials/audit-anchor.js';
import { StartError } from './platform/config.js';
import { writeNewFile } from './platform/new-file.js';
import { requireFile } from './platform/whole-file.js';

/** Records that are in memory at a time. */
const RECORDS_AT_ONCE = 500;

/** Version of the file format. */
const FORMAT = 1;

const Line = z.union([
  z.strictObject({ passant_audit: z.literal(FORMAT), exported_at: z.int() }),
  z.strictObject({ record: AuditRecord }),
  z.strictObject({ anchor: AuditAnchor }),
  /** The last line, so that a file whose end is missing is told from one that is whole. */
  z.strictObject({ end: z.strictObject({ records: z.int(), anchors: z.int() }) }),
]);
type Line = z.infer<typeof Line>;

/** Where records and anchors come from: a database or a file. */
export interface AuditSource {
  anchors: () => Promise<AuditAnchor[]>;
  /** In the order of the chain, as the source has it. Read after the anchors, it has every record they name. */
  records: () => AsyncIterable<AuditRecord>;
}

export function sourceOf({ audit }: Store): AuditSource {
  return {
    anchors: () => audit.anchors(),
    async *records() {
      for (let after: number | undefined; ;) {
        const page = await audit.page(after, RECORDS_AT_ONCE);
        yield* page.map(renderAuditRecord);
        if (page.length < RECORDS_AT_ONCE) return;
        after = page.at(-1)!.sequence;
      }
    },
  };
}

/** Writes everything of a source into a {@link writeNewFile new file}. */
export function writeAudit(file: string, source: AuditSource): Promise<{ records: number; anchors: number }> {
  return writeNewFile(file, async (writeText) => {
    const write = (line: Line) => writeText(`${JSON.stringify(line)}\n`);
    await write({ passant_audit: FORMAT, exported_at: Math.floor(Date.now() / 1000) });
    const anchors = await source.anchors();
    let records = 0;
    for await (const record of source.records()) {
      await write({ record });
      records += 1;
    }
    for (const anchor of anchors) await write({ anchor });
    const end = { records, anchors: anchors.length };
    await write({ end });
    return end;
  });
}

/**
 * A file that {@link writeAudit} wrote. Reading throws a {@link StartError} for a line that is none of such a file, and if
 * the end is missing or counts otherwise.
 */
export function sourceIn(file: string): AuditSource {
  return {
    async anchors() {
      const anchors: AuditAnchor[] = [];
      for await (const line of linesOf(file)) if ('anchor' in line) anchors.push(line.anchor);
      return anchors;
    },
    async *records() {
      for await (const line of linesOf(file)) if ('record' in line) yield line.record;
    },
  };
}

async function* linesOf(file: string): AsyncGenerator<Line> {
  await requireFile(file);
  const input = createReadStream(file, 'utf8');
  const counted = { records: 0, anchors: 0 };
  let number = 0;
  let end: typeof counted | undefined;
  try {
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      number += 1;
      const line = readLine(text);
      if (!line || end || 'passant_audit' in line !== (number === 1)) {
        throw new StartError(`Line ${number} of ${file} is none of an export of the audit.`);
      }
      if ('record' in line) counted.records += 1;
      if ('anchor' in line) counted.anchors += 1;
      if ('end' in line) end = line.end;
      yield line;
    }
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  } finally {
    input.destroy();
  }
  if (!end) throw new StartError(`${file} is not whole: its last line is missing.`);
  if (end.records !== counted.records || end.anchors !== counted.anchors) {
    throw new StartError(`${file} is not whole: its last line counts ${sizeOf(end)}, but it has ${sizeOf(counted)}.`);
  }
}

/** How much an export holds, in words. */
export const sizeOf = ({ records, anchors }: { records: number; anchors: number }): string =>
  `${countOf(records, 'record')} and ${countOf(anchors, 'anchor')}`;

/** A number with its noun. */
export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

function readLine(text: string): Line | undefined {
  try {
    return Line.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const KeySet = z.object({ keys: z.array(z.looseObject({ kid: z.string() })) });

/** Public keys from a file with a JWK Set (RFC 7517 §5). Throws a {@link StartError}. */
export async function readKeys(file: string): Promise<AnchorKeys> {
  try {
    const { keys } = KeySet.parse(JSON.parse(await readFile(file, 'utf8')));
    const read = keys.map(async (key) => [key.kid, (await importJWK(key as JWK, 'ES256')) as CryptoKey] as const);
    return new Map(await Promise.all(read));
  } catch (error) {
    throw new StartError(`${file} holds no key set that can be read: ${(error as Error).message}`, { cause: error });
  }
}
