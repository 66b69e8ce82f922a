import { UNSTORABLE } from './plain-yaml.js';

/** What a file names instead of holding it: a variable of the environment, or another file. */
const REFERENCE = /^(env|file):(.+)$/;

type Members = Record<string, unknown>;

/** A member that holds a reference. */
interface Slot {
  holder: Members;
  member: string;
  /** Dotted path within the entry. */
  path: string;
  kind: 'secret' | 'script';
}

/** What a YAML file refers to. */
export interface Reference {
  /** As it stands in the file, such as `env:CITY_SCHEME_KEY`. */
  text: string;
  scheme: 'env' | 'file';
  /** The name of the variable, or the path as the file has it. */
  name: string;
  kind: Slot['kind'];
}

/** The text that is referred to, or what is wrong with it as the end of a sentence. */
export type Found = { text: string; fault?: never } | { text?: never; fault: string };

/**
 * Finds what a YAML file refers to. Who reads the files decides what there is to be found: a command has an environment
 * and a disk, a page has what was chosen and typed.
 */
export type Resolve = (reference: Reference) => Found;

/** The fault of what is not there. A secret is then kept as it is stored. */
export const GONE = 'cannot be read';

/** The members of an entry that are references in the files. */
export function slotsOf(section: string, entry: Members): Slot[] {
  const secret = (holder: Members, member: string, path: string): Slot[] =>
    holder[member] === undefined ? [] : [{ holder, member, path, kind: 'secret' }];
  switch (section) {
    case 'web_hooks':
      return secret(entry, 'password', 'password');
    case 'api_clients':
    case 'web_clients':
      return secret(entry, 'client_secret', 'client_secret');
    case 'identity_providers': {
      const { scripts, properties } = entry;
      const steps = isMembers(scripts) ? Object.keys(scripts) : [];
      const listed = Array.isArray(properties) ? properties.filter(isMembers) : [];
      return [
        ...steps.map((step): Slot => ({
          holder: scripts as Members,
          member: step,
          path: `scripts.${step}`,
          kind: 'script',
        })),
        ...listed.flatMap((one, index) =>
          one.sensitive === true ? secret(one, 'value', `properties.${index}.value`) : [],
        ),
      ];
    }
    default:
      return [];
  }
}

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Puts what is referred to in place of the reference. A secret that is not there is left out, so that the stored one is
 * kept; a script has to be there.
 * @param problem called with the path of a member and what is wrong with it
 * @param absent called for a secret that is left out
 */
export function resolveReferences(
  section: string,
  entry: Members,
  resolve: Resolve,
  problem: (path: string, sentence: string) => void,
  absent: (path: string, reference: string) => void,
): void {
  for (const { holder, member, path, kind } of slotsOf(section, entry)) {
    const text = holder[member];
    const [, scheme, name] = (typeof text === 'string' && REFERENCE.exec(text)) || [];
    if (scheme === undefined || (kind === 'script' && scheme !== 'file')) {
      problem(
        path,
        kind === 'script'
          ? 'must be file: and a path'
          : 'must be a reference: env: and a variable, or file: and a path',
      );
      continue;
    }
    const found = storable(resolve({ text: text as string, scheme: scheme as Reference['scheme'], name: name!, kind }));
    if (found.text !== undefined) holder[member] = kind === 'secret' ? found.text.replace(/\r?\n$/, '') : found.text;
    else if (found.fault !== GONE || kind === 'script') problem(path, `names ${name}, which ${found.fault}`);
    else {
      delete holder[member];
      absent(path, text as string);
    }
  }
}

function storable(found: Found): Found {
  if (found.text === undefined || !UNSTORABLE.test(found.text)) return found;
  return { fault: 'holds a NUL character or half a surrogate pair' };
}
