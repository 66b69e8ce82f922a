import type { LimitHolder, LimitName, LimitUse } from '@passant/contracts';
import { inWords } from './durations.js';
import { locale } from './language.js';

/** What is shown as a rate: how often something may be done that is no attempt to guess. */
const WHAT: Partial<Record<LimitName, string>> = {
  open_registration: 'Registrations without a token',
  statement_registration: 'Registrations with software statements',
  client_document: 'Documents of unknown clients',
  registration_dry_run: 'Dry runs that have another server asked',
  client_change: 'Changes of a client to its registration',
  custom_registration: 'Registrations of people',
  token_request: 'Requests for tokens',
};

const WHOM: Record<LimitHolder, string> = {
  server: 'Everybody together',
  application: 'The whole application',
  client: 'Each client',
  network: 'Each network',
  initial_access_token: 'Each initial access token',
};

/** What a limit is about, and whom it holds for. */
export const limitInWords = ({
  limit,
  of,
  used,
}: Pick<LimitUse, 'limit' | 'of' | 'used'>): [what: string, whom: string] => [
  WHAT[limit] ?? limit,
  of === 'client' && used !== undefined ? 'This client' : WHOM[of],
];

/** How much there is within which time: "6 a minute", "6 in 10 minutes". */
export function rateInWords({ size, period }: Pick<LimitUse, 'size' | 'period'>): string {
  if (size === 0) return 'No limit';
  const many = size.toLocaleString(locale());
  switch (period) {
    case 60:
      return `${many} a minute`;
    case 3600:
      return `${many} an hour`;
    case 86_400:
      return `${many} a day`;
    default:
      return `${many} in ${inWords(period)}`;
  }
}

/** What is used now, in words; where it is counted for each by itself, so. */
export function useInWords({ size, used }: Pick<LimitUse, 'size' | 'used'>): string {
  if (size === 0) return '–';
  if (used === undefined) return 'Counted for each';
  return `${used.toLocaleString(locale())} of ${size.toLocaleString(locale())}`;
}
