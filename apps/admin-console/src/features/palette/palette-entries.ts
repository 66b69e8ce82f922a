import type {
  ApiClient,
  Application,
  IdentityProvider,
  InitialAccessToken,
  Scope,
  WebClient,
  WebHook,
} from '@passant/contracts';
import { PAGES } from '../../lib/pages.js';

/** Where an entry leads, in the terms of the router. */
export interface Target {
  to: string;
  params?: Record<string, string>;
  search?: Record<string, unknown>;
  hash?: string;
}

/** Something that can be chosen. */
export interface Entry {
  /** What it is and which one, unique among all entries: a record has the same one wherever it was found. */
  id: string;
  group: string;
  title: string;
  /** A second line: the identifier, or what the entry is for. */
  note?: string;
  /** Words that find the entry although it does not show them. */
  words?: string;
  /** Shown only once something has been typed, because there are many like it. */
  onlySearched?: boolean;
  does: Target | (() => void);
}

/** What the server holds that can be gone to; members that are still loading are absent. */
export interface Inventory {
  applications?: readonly Pick<Application, 'identifier' | 'name'>[];
  providers?: readonly Pick<IdentityProvider, 'identifier' | 'name'>[];
  webClients?: readonly Pick<WebClient, 'client_id' | 'name'>[];
  apiClients?: readonly Pick<ApiClient, 'client_id' | 'name'>[];
  webHooks?: readonly Pick<WebHook, 'id' | 'name'>[];
  scopes?: readonly Pick<Scope, 'identifier' | 'description'>[];
  tokens?: readonly Pick<InitialAccessToken, 'id' | 'label' | 'application' | 'subject'>[];
}

/** The settings of a record, section by section, with the names of what is in them. */
const APPLICATION_SETTINGS = [
  { hash: 'general', title: 'General', words: 'name client type mobile web enabled disabled audience of assertions' },
  {
    hash: 'user-authentication',
    title: 'User authentication',
    words: 'stateless authentication implicit mobile refresh tokens switch',
  },
  { hash: 'tokens', title: 'Tokens and scopes', words: 'access token validity lifetime default additional scopes' },
  { hash: 'identity-providers', title: 'Identity providers', words: 'linked default provider' },
  { hash: 'versions', title: 'Versions', words: 'ios android software statement login only' },
  { hash: 'web-hooks', title: 'Web hooks', words: 'customise token user details' },
  { hash: 'danger', title: 'Danger zone', words: 'delete remove end tokens' },
] as const;
const PROVIDER_SETTINGS = [
  { hash: 'general', title: 'General', words: 'name flow one step two steps enabled disabled' },
  { hash: 'scripts', title: 'Scripts', words: 'init complete backchannel code test run editor' },
  { hash: 'properties', title: 'Properties', words: 'secret sensitive value configuration' },
  { hash: 'limits', title: 'Limits', words: 'timeout allowed hosts transaction validity' },
  { hash: 'versions', title: 'Versions', words: 'history candidate earlier scripts compare' },
  { hash: 'shadow-run', title: 'Shadow run', words: 'candidate canary' },
  { hash: 'script-activity', title: 'Runs', words: 'recent failures outcomes activity duration' },
  { hash: 'danger', title: 'Danger zone', words: 'delete remove' },
] as const;

/** All records, the settings of each, and where an application is tried out. */
export function recordEntries(inventory: Inventory): Entry[] {
  const { applications = [], providers = [], webClients = [], apiClients = [] } = inventory;
  const { webHooks = [], scopes = [], tokens = [] } = inventory;
  return [
    ...applications.map(({ identifier, name }) =>
      entry('Applications', `application ${identifier}`, name, identifier, applicationPage(identifier)),
    ),
    ...providers.map(({ identifier, name }) =>
      entry('Identity providers', `identity_provider ${identifier}`, name, identifier, providerPage(identifier)),
    ),
    ...webClients.map(({ client_id: clientId, name }) =>
      entry('Web clients', `client ${clientId}`, name, clientId, {
        to: '/configuration/web-clients/$clientId',
        params: { clientId },
      }),
    ),
    ...apiClients.map(({ client_id: clientId, name }) =>
      entry('API clients', `client ${clientId}`, name, clientId, {
        to: '/configuration/api-clients/$clientId',
        params: { clientId },
      }),
    ),
    ...webHooks.map(({ id, name }) =>
      entry('Web hooks', `web_hook ${id}`, name, id, { to: '/configuration/web-hooks/$id', params: { id } }),
    ),
    ...tokens.map(({ id, label, application, subject }) => {
      const name = label ?? subject ?? application;
      const note = application === undefined ? 'For no application' : `For ${application}`;
      const target = { to: PAGES.initialAccessTokens.to, ...(name === undefined ? {} : { search: { q: name } }) };
      return {
        ...entry('Initial access tokens', `initial_access_token ${id}`, name ?? 'Without a label', note, target),
        words: [id, subject].join(' '),
      };
    }),
    ...scopes.map(({ identifier, description }) =>
      entry('Scopes', `scope ${identifier}`, identifier, description, {
        to: PAGES.scopes.to,
        search: { q: identifier },
      }),
    ),
    ...applications.flatMap(({ identifier, name }) =>
      settings(`application ${identifier}`, name, identifier, applicationPage(identifier), APPLICATION_SETTINGS),
    ),
    ...providers.flatMap(({ identifier, name }) =>
      settings(`identity_provider ${identifier}`, name, identifier, providerPage(identifier), PROVIDER_SETTINGS),
    ),
    ...applications.map(({ identifier, name }) => ({
      ...entry('Actions', `try ${identifier}`, `Try ${name}`, identifier, {
        to: '/configuration/applications/$identifier/try',
        params: { identifier },
      }),
      words: 'try it phone simulated register person',
    })),
  ];
}

function entry(group: string, id: string, title: string, note: string, target: Target): Entry {
  return { id, group, title, note, onlySearched: true, does: target };
}

function settings(
  id: string,
  name: string,
  note: string,
  page: Target,
  sections: readonly { hash: string; title: string; words: string }[],
): Entry[] {
  return sections.map(({ hash, title, words }) => ({
    ...entry('Settings', `${id} ${hash}`, `${name} › ${title}`, note, { ...page, hash }),
    words,
  }));
}

/** The page of an application. */
export const applicationPage = (identifier: string): Target => ({
  to: '/configuration/applications/$identifier',
  params: { identifier },
});

/** The page of an identity provider. */
export const providerPage = (identifier: string): Target => ({
  to: '/configuration/identity-providers/$identifier',
  params: { identifier },
});

/**
 * The entries that contain every word that was typed, those first in which the words begin the title, then those in
 * which they begin a word of it. Without any text, the entries that are shown from the start.
 */
export function matching(entries: readonly Entry[], text: string, most: number): Entry[] {
  const words = wordsOf(text);
  if (words.length === 0) return entries.filter(({ onlySearched }) => !onlySearched).slice(0, most);
  return entries
    .map((entry) => ({ entry, rank: rankOf(entry, words) }))
    .filter(({ rank }) => rank < NO_MATCH)
    .sort((left, right) => left.rank - right.rank)
    .slice(0, most)
    .map(({ entry }) => entry);
}

const NO_MATCH = 3;

function rankOf({ group, title, note = '', words: more = '' }: Entry, words: readonly string[]): number {
  const shown = title.toLowerCase();
  const all = `${shown} ${note} ${more} ${group}`.toLowerCase();
  if (!words.every((word) => all.includes(word))) return NO_MATCH;
  if (shown.startsWith(words.join(' '))) return 0;
  return words.every((word) => ` ${shown}`.includes(` ${word}`)) ? 1 : 2;
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');

/** Groups consecutive lines in the order in which their groups first appear. */
export function grouped<T extends { group: string }>(lines: readonly T[]): { group: string; lines: T[] }[] {
  const groups = new Map<string, T[]>();
  for (const line of lines) groups.set(line.group, [...(groups.get(line.group) ?? []), line]);
  return [...groups].map(([group, of]) => ({ group, lines: of }));
}

/** The lines in the order in which their groups are shown, which is the order that the arrow keys follow. */
export function inGroups<T extends { group: string }>(lines: readonly T[]): T[] {
  return grouped(lines).flatMap(({ lines: of }) => of);
}

/** The shortest text that is asked about as an identifier, so that not every word is sent while it is typed. */
const SHORTEST = 8;

/** Whether a text may be an identifier from a log: one word, or a word with its name before it. */
export function mayBeIdentifier(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.length >= SHORTEST && !/\S\s+\S/.test(trimmed.replace(/[:=,{]\s+/g, ':'));
}

/**
 * Whether a text may be handed to a list, whose search stands in the address of the page: words may, but not what could
 * be a secret that was pasted.
 */
export function mayStandInAddress(text: string): boolean {
  return text.trim() !== '' && text.length <= 64 && wordsOf(text).every((word) => word.length < 20);
}
