import type { ConformanceSubject } from '@passant/contracts';

const KINDS: Record<'application' | NonNullable<ConformanceSubject['kind']>, string> = {
  application: 'Application',
  instance: 'App installation',
  dynamic: 'Registered client',
  web: 'Web client',
  api: 'API client',
};

/** Text for the kind of an application or client. */
export const kindInWords = (kind: keyof typeof KINDS): string => KINDS[kind];
