import type { Concern, LimitName } from '@passant/contracts';
import { fromNow } from '../../lib/moments.js';
import { PAGES } from '../../lib/pages.js';
import { counted } from '../../lib/sentence.js';
import { locale } from '../../lib/language.js';

/** A concern in plain words: what is, what to do, and where. */
export interface ConcernWords {
  tone: 'bad' | 'warn';
  title: string;
  advice: string;
  /** In the terms of the router. */
  target: { to: string; params?: Record<string, string>; search?: Record<string, string>; hash?: string };
  /** Label of the link. */
  open: string;
}

/** What there is too much of, and what that may mean. */
const LIMITS: Record<LimitName, { title: string; advice: string }> = {
  sign_in: { title: 'Passwords are being guessed', advice: 'Who guesses has to wait; nobody else does.' },
  second_factor: {
    title: 'Codes of a second factor are being guessed',
    advice: 'Whoever guesses has the password: change it. Browsers that are known are not affected.',
  },
  open_registration: {
    title: 'Too many clients register without a token',
    advice: 'More of them are refused until there is room again.',
  },
  statement_registration: {
    title: 'Too many clients register with software statements',
    advice: 'A statement may have been taken out of an app. Revoke it if these are not your installations.',
  },
  client_document: {
    title: 'Too many unknown client documents are asked for',
    advice: 'New ones are refused until there is room again. Known ones are not affected.',
  },
  registration_dry_run: {
    title: 'Too many registrations are tried out',
    advice: 'Dry runs that have another server asked are refused for a while. Registrations are not affected.',
  },
  client_change: {
    title: 'A client changes its registration too often',
    advice: 'Its changes are refused for a while. Its software may do so with every start.',
  },
  custom_registration: {
    title: 'Too many people register at once',
    advice: 'Installations are told when to come again. Raise the limit if these are people.',
  },
  token_request: {
    title: 'A client asks for too many tokens',
    advice: 'It is told when to come again. Its software may not keep the tokens it gets.',
  },
  pending_question: {
    title: 'Too many questions wait on one phone',
    advice: 'A portal is told to wait until they are answered or over. It may ask again and again.',
  },
};

/** @param now epoch seconds */
export function concernInWords(concern: Concern, now: number = Date.now() / 1000): ConcernWords {
  switch (concern.kind) {
    case 'open_breaker':
      return {
        tone: 'bad',
        title: `The web hook ${concern.name} does not answer`,
        advice: 'It is left alone for half a minute at a time. What needs it is refused meanwhile.',
        target: { to: '/configuration/web-hooks/$id', params: { id: concern.hook } },
        open: 'Open the web hook',
      };
    case 'failing_scripts':
      return {
        tone: 'bad',
        title: `Scripts of ${concern.name} failed`,
        advice: `${concern.failed.toLocaleString(locale())} of ${counted(concern.runs, 'run|runs')} of the last 24 hours gave no usable result.`,
        target: {
          to: '/configuration/identity-providers/$identifier',
          params: { identifier: concern.identity_provider },
          hash: 'script-activity',
        },
        open: 'See the failures',
      };
    case 'reached_limit': {
      const { title, advice } = LIMITS[concern.limit];
      return {
        tone: 'warn',
        title: concern.application === undefined ? title : `${title}: ${concern.application}`,
        advice: `${counted(concern.refused, 'request of this hour and the last was refused|requests of this hour and the last were refused')}. ${advice}`,
        target: { to: '/activity', search: { name: 'LIMIT_REACHED' } },
        open: 'See from where',
      };
    }
    case 'waiting_approvals':
      return {
        tone: 'warn',
        title: counted(
          concern.requests,
          'request waits for a second administrator|requests wait for a second administrator',
        ),
        advice: `Approve or refuse what others ask for. The first expires ${fromNow(concern.ends_at, now)}.`,
        target: { to: PAGES.administrators.to },
        open: 'Open the administrators',
      };
    case 'ending_exception':
      return {
        tone: 'warn',
        title: `The audience exception of ${concern.name ?? concern.identifier} ends ${fromNow(concern.ends_at, now)}`,
        advice: `${counted(concern.clients_in_need, 'client still needs it and will be refused then|clients still need it and will be refused then')}.`,
        target: { to: PAGES.audienceExceptions.to },
        open: 'See who needs it',
      };
    case 'ending_token': {
      const name = concern.label ?? concern.application;
      return {
        tone: 'warn',
        title: `The initial access token ${name ?? 'without a label'} ends ${fromNow(concern.ends_at, now)}`,
        advice: 'What still registers with it needs a new one by then.',
        target: { to: PAGES.initialAccessTokens.to, ...(name === undefined ? {} : { search: { q: name } }) },
        open: 'See the tokens',
      };
    }
    case 'aged_key':
      return {
        tone: 'warn',
        title: `The ${concern.algorithm} key was made ${fromNow(concern.created_at, now)}`,
        advice: 'Rotate the keys before they are a year old; whoever verifies already knows the next one.',
        target: { to: PAGES.keys.to },
        open: 'Open the keys',
      };
  }
}
