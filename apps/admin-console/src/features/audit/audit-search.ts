/** The filters that the page keeps in the URL. */
export interface AuditSearch {
  /** Identifier of anything that was changed. */
  subject?: string;
  /** Who changed it. */
  actor?: string;
}

/** The longest value that the API takes. */
const LONGEST = { subject: 512, actor: 254 };

/** The router parses digits as a number. */
function readText(value: unknown, longest: number): string | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return text === '' ? undefined : text.slice(0, longest);
}

/** Reads the query string of the URL. Anything that is not a valid filter is dropped. */
export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  const subject = readText(search['subject'], LONGEST.subject);
  const actor = readText(search['actor'], LONGEST.actor);
  return { ...(subject === undefined ? {} : { subject }), ...(actor === undefined ? {} : { actor }) };
}
