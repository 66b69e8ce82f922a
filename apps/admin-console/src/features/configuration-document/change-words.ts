import type {
  ConfigurationChange,
  ConfigurationDrift,
  ConfigurationExport,
  ConfigurationSection,
} from '@passant/contracts';
import { counted, listed } from '../../lib/sentence.js';

/** The section's name, for people. */
const SECTION_WORDS: Record<ConfigurationSection, string> = {
  scopes: 'Scope',
  web_hooks: 'Web hook',
  identity_providers: 'Identity provider',
  applications: 'Application',
  api_clients: 'API client',
  web_clients: 'Web client',
  client_document_policy: 'Policy of client documents',
};

/** The section as a whole, for people. */
const WHOLE_SECTION_WORDS: Record<ConfigurationSection, string> = {
  scopes: 'Scopes',
  web_hooks: 'Web hooks',
  identity_providers: 'Identity providers',
  applications: 'Applications',
  api_clients: 'API clients',
  web_clients: 'Web clients',
  client_document_policy: 'Policy of client documents',
};

/** Who applied documents and when, each with the sections that were last applied then; the latest first. */
export function applicationsOf(
  applied: ConfigurationDrift['applied'],
): { at: number; by: string; sections: string[] }[] {
  const found = new Map<string, { at: number; by: string; sections: string[] }>();
  for (const { section, at, by } of applied) {
    const one = found.get(`${at} ${by}`) ?? { at, by, sections: [] };
    one.sections.push(WHOLE_SECTION_WORDS[section]);
    found.set(`${at} ${by}`, one);
  }
  return [...found.values()].sort((one, other) => other.at - one.at);
}

export function entryInWords({ section, identifier }: Pick<ConfigurationChange, 'section' | 'identifier'>): string {
  return identifier === undefined ? SECTION_WORDS[section] : `${SECTION_WORDS[section]} ${identifier}`;
}

/** How many entries are created, changed and deleted: "1 to create, 2 to change and 0 to delete". */
export function countsInWords(changes: readonly ConfigurationChange[], words: typeof TO_DO): string {
  const count = (action: ConfigurationChange['action']) => changes.filter((change) => change.action === action).length;
  return listed((['create', 'change', 'delete'] as const).map((action) => words[action](count(action))));
}

export const TO_DO: Record<ConfigurationChange['action'], (count: number) => string> = {
  create: (count) => `${count} to create`,
  change: (count) => `${count} to change`,
  delete: (count) => `${count} to delete`,
};

export const DONE: typeof TO_DO = {
  create: (count) => `${count} created`,
  change: (count) => `${count} changed`,
  delete: (count) => `${count} deleted`,
};

/** What somebody else did since. */
export const SINCE: typeof TO_DO = {
  create: (count) => `${count} made since`,
  change: (count) => `${count} changed since`,
  delete: (count) => `${count} deleted since`,
};

/** A changed entry before and after, member by member; absent where there is none. */
export function sidesOf({ action, fields }: ConfigurationChange): { before?: object; after?: object } {
  const side = (member: 'from' | 'to', secret: string) =>
    Object.fromEntries(
      fields.flatMap((field) => {
        if (field.secret) return [[field.path, secret]];
        return field[member] === undefined ? [] : [[field.path, field[member]]];
      }),
    );
  return {
    ...(action === 'create' ? {} : { before: side('from', 'a secret') }),
    ...(action === 'delete' ? {} : { after: side('to', action === 'create' ? 'a secret' : 'another secret') }),
  };
}

/** An entry that is different in two exports. */
export interface Drifted {
  section: ConfigurationSection;
  identifier?: string;
  before?: unknown;
  after?: unknown;
}

const NAME_OF = (entry: object) =>
  String(
    ('identifier' in entry && entry.identifier) ||
      ('client_id' in entry && entry.client_id) ||
      ('id' in entry && entry.id),
  );

/** What has changed between two exports of a configuration. A secret cannot be seen in either. */
export function driftBetween(
  before: ConfigurationExport['configuration'],
  after: ConfigurationExport['configuration'],
): Drifted[] {
  const sections = Object.keys({ ...before, ...after }) as ConfigurationSection[];
  return sections.flatMap((section): Drifted[] => {
    const [old, now] = [entriesOf(before[section]), entriesOf(after[section])];
    return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
      const [was, is] = [old.get(name), now.get(name)];
      if (JSON.stringify(was) === JSON.stringify(is)) return [];
      return [{ section, ...(name === '' ? {} : { identifier: name }), before: was, after: is }];
    });
  });
}

function entriesOf(section: object | undefined): Map<string, object> {
  if (section === undefined) return new Map();
  if (!Array.isArray(section)) return new Map([['', section]]);
  return new Map((section as object[]).map((entry) => [NAME_OF(entry), entry]));
}

/** "Applied: 2 changes", and nothing else to say where there are none. */
export const countedChanges = (count: number) => counted(count, 'change|changes');
