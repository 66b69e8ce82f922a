import type { AdminRole } from '@passant/contracts';

/** What an administrator of each role sees and may change, as {@link CALLERS} of the contracts says. */
export const ROLE_WORDS: Record<AdminRole, string> = {
  Admin: 'Sees and changes everything.',
  Operator: 'Sees everything but who the administrators are, and changes nothing.',
  Auditor: 'Sees everything, and changes nothing.',
  Helpdesk: 'Finds people by their identifier, and sees and changes nothing else.',
};
