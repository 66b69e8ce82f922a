import { unzipSync } from 'fflate';

/** Texts of files by their path in the folder they were chosen with; absent for what is not UTF-8. */
export type ChosenFiles = ReadonlyMap<string, string | undefined>;

/** What was chosen cannot be taken. The message is a sentence. */
export class NotTaken extends Error {}

/** Bytes of all files together: the server takes 4 MiB, and comments are not sent. */
const MOST_BYTES = 16 * 1024 * 1024;
const MOST_FILES = 25_000;

/**
 * Reads files that were chosen or dropped, and what is in a .zip among them.
 * @throws {NotTaken} if there is too much, or the .zip cannot be read
 */
export async function readChosen(files: readonly { path: string; file: File }[]): Promise<ChosenFiles> {
  const budget = new Budget();
  const found = new Map<string, string | undefined>();
  for (const { path, file } of files) {
    if (!isWanted(path)) continue;
    budget.take(file.size);
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (!/\.zip$/i.test(path)) found.set(path, textOf(bytes));
    else for (const [inner, content] of unpacked(path, bytes)) found.set(inner, textOf(content));
  }
  return found;
}

function unpacked(name: string, bytes: Uint8Array): [string, Uint8Array][] {
  const budget = new Budget();
  try {
    const files = unzipSync(bytes, {
      filter: ({ name: path, originalSize }) => {
        if (!isWanted(path)) return false;
        budget.take(originalSize);
        return true;
      },
    });
    return Object.entries(files);
  } catch (error) {
    if (error instanceof NotTaken) throw error;
    throw new NotTaken(`${name} cannot be read as a .zip file.`);
  }
}

class Budget {
  private files = 0;
  private bytes = 0;

  take(size: number): void {
    this.files += 1;
    this.bytes += size;
    if (this.files > MOST_FILES) throw new NotTaken(`These are more than ${MOST_FILES} files.`);
    if (this.bytes > MOST_BYTES) throw new NotTaken('These files hold more than 16 MiB together.');
  }
}

/** Folders, and what systems leave beside files, are no part of a configuration. */
function isWanted(path: string): boolean {
  return !path.endsWith('/') && !path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX');
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The files of a choice with their paths; a folder that was chosen is part of them. */
export function filesOf(list: FileList): { path: string; file: File }[] {
  return [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** The files that were dropped, also those in folders. */
export async function filesDropped(data: DataTransfer): Promise<{ path: string; file: File }[]> {
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return filesOf(data.files);
  const found: { path: string; file: File }[] = [];
  const walk = async (entry: FileSystemEntry): Promise<void> => {
    if (found.length > MOST_FILES) throw new NotTaken(`These are more than ${MOST_FILES} files.`);
    if (isFile(entry)) {
      const file = await new Promise<File>((done, failed) => entry.file(done, failed));
      found.push({ path: entry.fullPath.replace(/^\//, ''), file });
    } else if (isFolder(entry)) {
      const reader = entry.createReader();
      for (;;) {
        const some = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
        if (some.length === 0) return;
        for (const one of some) await walk(one);
      }
    }
  };
  for (const entry of entries) await walk(entry);
  return found;
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
