import type { Finding, FoundClient } from '@passant/contracts';
import { eventInWords } from '../../lib/event-words.js';
import { asDate, asMoment } from '../../lib/moments.js';
import { KEY_WORDS } from '../../lib/key-words.js';
import { withCapital, word } from '../../lib/sentence.js';
import { PAGES } from '../../lib/pages.js';
import { type Entry, type Target, applicationPage, providerPage } from './palette-entries.js';

interface Words {
  title: string;
  note: string;
  target: Target;
}

const CLIENT_KINDS: Record<FoundClient['client_kind'], string> = {
  instance: 'App installation',
  dynamic: 'Client that registered itself',
  web: 'Web client',
  api: 'API client',
};
const TOKENS = { access: 'Access token', refresh: 'Refresh token', authorization_code: 'Authorization code' } as const;
const ENDS = {
  expired: word('expired'),
  used: 'was used',
  replaced: 'was replaced by the next one',
  ended: 'was ended before it expired',
  suspended: 'is suspended: its application, version or identity provider is disabled or no longer stands behind it',
} as const;
const INITIAL_STATES = {
  usable: word('usable'),
  used: 'used up',
  expired: word('expired'),
  revoked: word('revoked'),
} as const;

/** Said of whatever turns out to be a token itself. */
const ITSELF = 'This is the token itself, not its hash: whoever else saw it can use it.';

/** What was found, as a line of the palette. */
export function entryOf(finding: Finding): Entry {
  const { title, note, target } = wordsOf(finding);
  return { id: idOf(finding), group: 'What this identifier stands for', title, note, does: target };
}

/** What it is and which one, as in the list of all records. */
function idOf(finding: Finding): string {
  switch (finding.kind) {
    case 'client':
    case 'former_client':
      return `client ${finding.client_id}`;
    case 'application':
    case 'identity_provider':
    case 'scope':
      return `${finding.kind} ${finding.identifier}`;
    case 'web_hook':
    case 'initial_access_token':
    case 'software_statement':
      return `${finding.kind} ${finding.id}`;
    case 'signing_key':
      return `signing_key ${finding.kid}`;
    case 'refusal':
      return `refusal ${finding.error_id}`;
    case 'request':
      return `request ${finding.request_id}`;
    case 'token':
      return `token ${finding.token}`;
  }
}

function wordsOf(finding: Finding): Words {
  switch (finding.kind) {
    case 'application':
      return {
        title: finding.name,
        note: sentences('Application', finding.enabled ? word('enabled') : word('disabled')),
        target: applicationPage(finding.identifier),
      };
    case 'identity_provider':
      return {
        title: finding.name,
        note: sentences('Identity provider', finding.enabled ? word('enabled') : word('disabled')),
        target: providerPage(finding.identifier),
      };
    case 'scope':
      return {
        title: finding.identifier,
        note: 'Scope',
        target: { to: PAGES.scopes.to, search: { q: finding.identifier } },
      };
    case 'web_hook':
      return {
        title: finding.name,
        note: 'Web hook',
        target: { to: '/configuration/web-hooks/$id', params: { id: finding.id } },
      };
    case 'client':
      return {
        title: finding.name ?? finding.client_id,
        note: sentences(
          CLIENT_KINDS[finding.client_kind],
          finding.application && `of ${finding.application}`,
          finding.enabled ? word('enabled') : word('disabled'),
        ),
        target: clientPage(finding),
      };
    case 'former_client':
      return {
        title: 'A client that is gone',
        note: sentences(finding.application && `of ${finding.application}`, `last seen ${asMoment(finding.last_seen)}`),
        target: { to: '/activity', search: { client_id: finding.client_id } },
      };
    case 'initial_access_token':
      return {
        title: finding.label ?? 'Initial access token without a label',
        note: [
          sentences(
            'Initial access token',
            finding.application && `of ${finding.application}`,
            INITIAL_STATES[finding.state],
            finding.state === 'usable' && `until ${asDate(finding.expires_at)}`,
          ),
          ...(finding.by === 'token' ? [ITSELF] : []),
        ].join(' '),
        target: {
          to: PAGES.initialAccessTokens.to,
          search: (finding.label ?? finding.application) ? { q: finding.label ?? finding.application } : {},
        },
      };
    case 'software_statement':
      return {
        title: `Software statement for ${finding.app_platform} ${finding.app_version}`,
        note: sentences(`of ${finding.application}`, finding.revoked ? word('revoked') : word('open')),
        target: { ...applicationPage(finding.application), hash: 'versions' },
      };
    case 'signing_key':
      return {
        title: `Signing key for ${finding.algorithm}`,
        note: sentences(KEY_WORDS[finding.state]),
        target: { to: PAGES.keys.to },
      };
    case 'refusal':
      return {
        title: `Refused: ${finding.error}`,
        note: `${finding.description} ${asMoment(finding.occurred)}.`,
        target: { to: '/activity', search: { refusal: finding.error_id } },
      };
    case 'request':
      return {
        title: finding.events.map(eventInWords).reduce((one, next) => `${one}, then ${next}`),
        note: sentences('Request', finding.application && `of ${finding.application}`, asMoment(finding.occurred)),
        target: { to: '/activity', search: { request_id: finding.request_id, introspections: true } },
      };
    case 'token':
      return {
        title: `${TOKENS[finding.token]} that ${finding.end === undefined ? 'is live' : ENDS[finding.end]}`,
        note: [
          sentences(
            finding.client &&
              `${CLIENT_KINDS[finding.client.client_kind]} ${finding.client.name ?? finding.client.client_id}`,
            finding.application && `of ${finding.application}`,
            finding.live ? `expires ${asDate(finding.expires_at)}` : `expired ${asDate(finding.expires_at)}`,
          ),
          ...(finding.by === 'token' ? [ITSELF] : []),
        ].join(' '),
        target: finding.client
          ? clientPage(finding.client)
          : finding.application === undefined
            ? { to: '/activity' }
            : applicationPage(finding.application),
      };
  }
}

/** Joins what is known to one sentence. */
function sentences(...parts: (string | false | undefined)[]): string {
  const text = parts.filter(Boolean).join(', ');
  return `${withCapital(text)}.`;
}

function clientPage({
  client_id: clientId,
  client_kind: kind,
}: Pick<FoundClient, 'client_id' | 'client_kind'>): Target {
  const params = { clientId };
  switch (kind) {
    case 'api':
      return { to: '/configuration/api-clients/$clientId', params };
    case 'web':
      return { to: '/configuration/web-clients/$clientId', params };
    case 'instance':
      return { to: '/app-installations/$clientId', params };
    case 'dynamic':
      return { to: '/clients/$clientId', params };
  }
}
