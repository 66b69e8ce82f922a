import { CONFIGURATION_KEYS, ConfigurationDocument, type ConfigurationList, ProviderScripts } from '@passant/contracts';
import { Document } from 'yaml';
import { fileSchema } from './file-schema.js';

export const SCHEMA_FILE = 'configuration.schema.json';

type Members = Record<string, unknown>;

/** A name that becomes part of a path: what separates folders or leads out of one has no place in it. */
const PLAIN_NAME = /^[A-Za-z0-9_-]{1,64}$/;

/** Something in a configuration cannot be written as a file. Nothing was written. */
export class NotWritable extends Error {}

/**
 * The files of a configuration: relative path and content. The same configuration gives the same bytes. No path leads
 * out of the folder, whatever the server said.
 * @param configuration as exported by the server
 * @throws {NotWritable} for a name that would be no plain name of a file
 */
export function renderFiles(configuration: object): Map<string, string> {
  const files = new Map<string, string>([[SCHEMA_FILE, `${JSON.stringify(fileSchema(), null, 2)}\n`]]);
  const names = { variables: new Set<string>(), folders: new Set<string>() };
  for (const [section, value] of Object.entries(structuredClone(configuration) as Members)) {
    if (!Object.hasOwn(ConfigurationDocument.shape, section)) {
      throw new NotWritable(`The server has a section ${JSON.stringify(section)}, which this version does not know.`);
    }
    if (Array.isArray(value)) {
      for (const entry of value as Members[]) refer(section as ConfigurationList, entry, files, names);
    }
    // No aliases: entries that happen to be alike stay independent of each other.
    const document = new Document({ [section]: value }, { aliasDuplicateObjects: false });
    document.commentBefore = ` yaml-language-server: $schema=./${SCHEMA_FILE}`;
    files.set(fileOf(section), document.toString({ lineWidth: 0 }));
  }
  return files;
}

const fileOf = (section: string) => `${section.replaceAll('_', '-')}.yaml`;

/** Names that are taken already. */
interface Names {
  variables: Set<string>;
  folders: Set<string>;
}

/** Puts references in place of secrets, which an export does not have, and of script texts, which get files. */
function refer(section: ConfigurationList, entry: Members, files: Map<string, string>, names: Names): void {
  const id = String(entry[CONFIGURATION_KEYS[section]]);
  const env = (...words: string[]) => `env:${variable(words.join('_'), names.variables)}`;
  if (section === 'web_hooks' && entry.authentication_method === 'BASIC')
    entry.password = env('WEB_HOOK', id, 'PASSWORD');
  const kind = { api_clients: 'API_CLIENT', web_clients: 'WEB_CLIENT' }[section as string];
  if (kind && entry.token_endpoint_auth_method !== 'private_key_jwt') entry.client_secret = env(kind, id, 'SECRET');
  if (section !== 'identity_providers') return;
  for (const property of entry.properties as Members[]) {
    if (property.sensitive === true) property.value = env('PROPERTY', id, String(property.identifier));
  }
  const scripts = entry.scripts as Record<string, string>;
  const folder = folderOf(id, names.folders);
  for (const [step, text] of Object.entries(scripts)) {
    if (!Object.hasOwn(ProviderScripts.shape, step)) {
      throw new NotWritable(
        `The server has a script ${JSON.stringify(step)} of ${id}, which this version does not know.`,
      );
    }
    const path = `scripts/${folder}/${step}.js`;
    files.set(path, text);
    scripts[step] = `file:${path}`;
  }
}

function folderOf(identifier: string, named: Set<string>): string {
  if (!PLAIN_NAME.test(identifier)) {
    throw new NotWritable(
      `The server has an identity provider ${JSON.stringify(identifier)}, which cannot be the name of a folder.`,
    );
  }
  // Where capitals are no difference between folders, two providers would share theirs.
  return unused(identifier, named, (name) => name.toLowerCase());
}

/** A name that no other secret has: identifiers may differ in what variables cannot express. */
function variable(text: string, named: Set<string>): string {
  return unused(text.toUpperCase().replace(/[^A-Z0-9]/g, '_'), named, (name) => name);
}

/** The name, with a number if another one is the same. @param sameness what two names that are the same have in common */
function unused(base: string, named: Set<string>, sameness: (name: string) => string): string {
  let name = base;
  for (let number = 2; named.has(sameness(name)); number += 1) name = `${base}_${number}`;
  named.add(sameness(name));
  return name;
}
