import {
  CONFORMANCE_DOCUMENTS,
  type ConformanceLine,
  type ConformanceReference,
  type ConformanceRule,
  type ConformanceSubject,
  type ConformanceVerdict,
} from '@passant/contracts';
import { kindInWords } from '../../lib/client-kinds.js';
import { fromNow } from '../../lib/moments.js';
import { counted, listed } from '../../lib/sentence.js';
import type { Tone } from '../../ui/status.js';
import { VERDICT_ORDER } from './select-lines.js';
import { locale } from '../../lib/language.js';

export const VERDICT_WORDS: Record<ConformanceVerdict, string> = {
  not_met: 'Not met',
  exception: 'By exception',
  met: 'Met',
  not_applicable: 'Does not apply',
};

/**
 * The urgency of a verdict. What is not met is bad only if a document other than FAPI 2.0 demands it: that one is a
 * profile which nobody has to follow.
 */
export function toneOf(verdict: ConformanceVerdict, references: readonly ConformanceReference[]): Tone {
  if (verdict === 'met') return 'on';
  if (verdict === 'not_applicable') return 'off';
  if (verdict === 'exception') return 'warn';
  return references.some(({ document, strength }) => strength === 'must' && document !== 'fapi-2.0') ? 'bad' : 'warn';
}

const day = new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' });

/** A verdict with the end of the exception. */
export function verdictInWords({ verdict, until }: Pick<ConformanceLine, 'verdict' | 'until'>): string {
  return until === undefined ? VERDICT_WORDS[verdict] : `By exception until ${day.format(until * 1000)}`;
}

/** The document and clause of a rule: "RFC 9700 §2.1.1". */
export function referenceInWords({ document, clause }: ConformanceReference): string {
  return `${CONFORMANCE_DOCUMENTS[document].name} §${clause}`;
}

/** Where a clause can be read. The IETF's pages have an anchor per section. */
export function referenceAddress({ document, clause }: ConformanceReference): string {
  const { url } = CONFORMANCE_DOCUMENTS[document];
  return document === 'fapi-2.0' ? url : `${url}#section-${clause.split(' ', 1)[0]}`;
}

/** An identifier for a sentence: a long one without its end. */
function short(identifier: string): string {
  return identifier.length > 24 ? `${identifier.slice(0, 12)}…` : identifier;
}

/** Who would notice if a rule were enforced. @param now epoch seconds */
export function noticeInWords(line: Pick<ConformanceLine, 'verdict' | 'noticed_by'>, now: number): string | undefined {
  const { verdict, noticed_by: notice } = line;
  if (notice === undefined) return undefined;
  const { clients, examples, last_at: last } = notice;
  if (clients === 0) {
    return verdict === 'exception' ? 'Nobody: no request needed the exception in 30 days' : 'Nobody';
  }
  const more = clients > examples.length && examples.length > 0 ? ' …' : '';
  const named = examples.length === 0 ? '' : ` (${examples.map(short).join(', ')}${more})`;
  const seen = verdict === 'exception' ? 'last needed' : 'last seen';
  return `${counted(clients, 'client|clients')}${named}${last === undefined ? '' : `, ${seen} ${fromNow(last, now)}`}`;
}

/** What changes the verdict where no setting does. */
export function withoutSetting(verdict: ConformanceVerdict): string {
  return verdict === 'not_met' ? 'No setting: this server does not do it' : 'No setting: this server always does it';
}

/** What a subject is called. */
export function titleOf({
  about,
  identifier,
  name,
  kind,
  document,
  clients = 0,
  examples = [],
}: ConformanceSubject): string {
  if (about === 'server') return 'This server';
  if (about === 'application') return name ?? identifier!;
  if (identifier !== undefined) return name ?? identifier;
  if (clients === 1) return `${kindInWords(kind!)} ${short(examples[0]!)}`;
  if (document !== undefined) return `${counted(clients, `${document} client|${document} clients`)} that are alike`;
  return `${counted(clients, kind === 'instance' ? 'app installation|app installations' : 'registered client|registered clients')} that are alike`;
}

/** What kind of thing a subject is, and where it belongs. @param now epoch seconds */
export function detailsOf(subject: ConformanceSubject, now: number): string {
  const { about, identifier, kind, document, application, enabled } = subject;
  const { last_used_at: used, clients = 0, examples = [] } = subject;
  if (about === 'server') return '';
  const parts = about === 'application' ? ['Application', identifier] : [kindInWords(kind!), identifier];
  if (about === 'client' && clients > 1) parts.push(`such as ${listed(examples.map(short))}`);
  if (document !== undefined) parts.push(`by a document, ${document}`);
  if (application !== undefined) parts.push(`of ${application}`);
  if (enabled === false) parts.push('disabled');
  if (about === 'client') parts.push(used === undefined ? 'never used' : `last used ${fromNow(used, now)}`);
  return parts.filter((part) => part !== undefined).join(' · ');
}

/** How many of some lines are not met or met by exception, for the heading of a subject. */
export function sumOf(lines: readonly Pick<ConformanceLine, 'verdict'>[]): string {
  return VERDICT_ORDER.map(
    (verdict) => [lines.filter((line) => line.verdict === verdict).length, VERDICT_WORDS[verdict]] as const,
  )
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words.toLowerCase()}`)
    .join(', ');
}

/** The strength of a reference, for readers of standards. */
export const STRENGTH_WORDS: Record<ConformanceRule['references'][number]['strength'], string> = {
  must: 'MUST',
  should: 'SHOULD',
};
