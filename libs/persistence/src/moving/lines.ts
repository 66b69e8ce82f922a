import type { KeyObject } from 'node:crypto';
import { Chain, type ChainKey, MoveRefusedError, readSealed } from './chain.js';

/** Version of the format. */
export const FORMAT = 1;

/** What the first line of a file says. */
export interface Header {
  passant_export: number;
  /** Names of the migrations that made the schema, in their order. */
  schema: string[];
  /** Names the master key under which values are encrypted, in base64. Reveals nothing about it. */
  master_key_check: string;
  /** Epoch seconds. */
  exported_at: number;
}

/** Begins the rows of a table. */
export interface TableStart {
  table: string;
  columns: string[];
  /** The next number of each column that numbers rows. Numbers that were given once are not given again. */
  next: Record<string, string>;
}

/** Ends the rows of a table. */
export interface TableEnd {
  rows: number;
}

/** The last line of a file: what it holds. */
export interface FileEnd {
  tables: number;
  rows: number;
}

/** Texts in the order of the columns, null where there is no value. */
export type Row = (string | null)[];

/** Takes the content of a file, in its order. What it is given was sealed by whoever knows the master key. */
export interface Receiver {
  header(header: Header): Promise<void>;
  start(table: TableStart): Promise<void>;
  row(row: Row): Promise<void>;
  end(): Promise<void>;
}

export const NOBODY: Receiver = {
  header: async () => {},
  start: async () => {},
  row: async () => {},
  end: async () => {},
};

/**
 * Reads a file line by line. Throws {@link MoveRefusedError} with the number of the first line that is not as it was
 * written.
 */
export async function readLines(lines: AsyncIterable<string>, keyOf: ChainKey, receiver: Receiver): Promise<FileEnd> {
  let number = 0;
  let chain: Chain | undefined;
  let end: FileEnd | undefined;
  const found = { tables: 0, rows: 0, ofTable: 0 };
  for await (const line of lines) {
    number += 1;
    const sealed = readSealed(line);
    const header = chain ? undefined : requireHeader(sealed.content);
    chain ??= new Chain(requireKey(header!, keyOf));
    if (end || !chain.follows(sealed)) {
      throw new MoveRefusedError(
        `Line ${number} is not what follows in an exported file: the file was changed or damaged there.`,
      );
    }
    if (header) {
      await receiver.header(header);
      continue;
    }
    const content = JSON.parse(sealed.content) as Row | TableStart | TableEnd | FileEnd;
    if (Array.isArray(content)) {
      found.rows += 1;
      found.ofTable += 1;
      await receiver.row(content);
    } else if ('table' in content) {
      found.tables += 1;
      found.ofTable = 0;
      await receiver.start(content);
    } else if ('tables' in content) {
      requireCount(number, content.tables === found.tables && content.rows === found.rows);
      end = content;
    } else {
      requireCount(number, content.rows === found.ofTable);
      await receiver.end();
    }
  }
  if (end) return end;
  throw new MoveRefusedError(
    number === 0 ? 'The file is empty.' : `The file is not whole: it ends after line ${number}.`,
  );
}

function requireHeader(content: string): Header {
  const header = parsed(content) as Partial<Header> | null | undefined;
  if (typeof header?.passant_export !== 'number' || typeof header.master_key_check !== 'string') {
    throw new MoveRefusedError('Line 1 is not that of a file that "db export" wrote.');
  }
  if (header.passant_export !== FORMAT) {
    throw new MoveRefusedError(
      `The file has format ${header.passant_export}, and this version of Passant reads format ${FORMAT}.`,
    );
  }
  return header as Header;
}

function requireKey(header: Header, keyOf: ChainKey): KeyObject {
  const key = keyOf(Buffer.from(header.master_key_check, 'base64'));
  if (key) return key;
  throw new MoveRefusedError(
    'The file was exported from a database with another master key. Give this server the master key of that one: ' +
      'PASSANT_MASTER_KEY, or the file master-key in its data directory.',
  );
}

function requireCount(number: number, isRight: boolean): void {
  if (!isRight) throw new MoveRefusedError(`Line ${number} counts other rows than there are before it.`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
