import { ADMIN_ROLES, type AdminRole } from '@passant/contracts';
import { z } from 'zod';
import { allowsHost } from './outbound/address-policy.js';

/** The OpenID provider by which administrators sign in, as the operator configured it. */
export interface CompanySettings {
  /** Its issuer identifier, as it stands in its ID tokens. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  scopes: string[];
  /** The claim that lists the groups of a person. */
  groupsClaim: string;
  /** The role that each group gives. Other groups give none. */
  roles: ReadonlyMap<string, AdminRole>;
  /** What follows "Sign in with". */
  label: string;
  /** Values of `acr` of which the provider must name one; empty: any will do. */
  acr: string[];
  /** Values of `amr` of which the provider must name one; empty: any will do. */
  amr: string[];
}

/** The operator's decision on how administrators sign in to the console. */
export class ConsoleSignIn {
  constructor(
    /** Whether a password signs anybody in. */
    readonly passwords: boolean,
    readonly company: CompanySettings | undefined,
  ) {}

  /** The provider whose people sign in; `null` if there is none. */
  get issuer(): string | null {
    return this.company?.issuer ?? null;
  }

  /** Whether an account signs in. @param issuer the provider that vouches for it; `null` for one with a password */
  admits(issuer: string | null): boolean {
    return issuer === null ? this.passwords : issuer === this.issuer;
  }
}

/**
 * Whether a URL is one of an issuer (OpenID Connect Discovery §3), which only this machine may have without https, and which
 * is not where a machine asks about itself: that is never called.
 */
function isIssuer(text: string): boolean {
  const url = URL.parse(text);
  if (!url || /[?#]/.test(text) || url.username !== '' || url.password !== '') return false;
  if (!allowsHost('any', url.host)) return false;
  return (
    url.protocol === 'https:' ||
    (url.protocol === 'http:' && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname))
  );
}

/** `group=role` pairs, separated by semicolons if there is one, else by commas: names of directories have commas. */
const rolesOfGroups = z.string().transform((text, context) => {
  const roles = new Map<string, AdminRole>();
  const entries = text.split(text.includes(';') ? ';' : ',').map((entry) => entry.trim());
  for (const entry of entries.filter((one) => one !== '')) {
    const at = entry.lastIndexOf('=');
    const group = entry.slice(0, Math.max(at, 0)).trim();
    const named = entry.slice(at + 1).trim();
    const role = ADMIN_ROLES.find((one) => one.toLowerCase() === named.toLowerCase());
    if (group === '' || !role) {
      context.addIssue({
        code: 'custom',
        message: `must have pairs like admins=Admin with one of the roles ${ADMIN_ROLES.join(', ')}, and not ${entry}`,
      });
    } else if (roles.has(group)) {
      context.addIssue({ code: 'custom', message: `names the group ${group} twice` });
    } else {
      roles.set(group, role);
    }
  }
  if (entries.every((entry) => entry === '')) context.addIssue({ code: 'custom', message: 'names no group' });
  return roles;
});

const words = z.string().transform((text) => [...new Set(text.split(/[\s,]+/).filter((word) => word !== ''))]);
const line = z
  .string()
  .max(255, 'must have at most 255 characters')
  .regex(/^\P{Cc}*$/u, 'must have no control characters');

/** The settings, as they stand in the environment. */
export const CONSOLE_SIGN_IN_SETTINGS = {
  PASSANT_CONSOLE_SIGN_IN_ISSUER: z
    .string()
    .refine(
      isIssuer,
      'must be an https URL without query and fragment, and no link-local one; http only on a loopback address',
    )
    .optional(),
  PASSANT_CONSOLE_SIGN_IN_CLIENT_ID: line.optional(),
  PASSANT_CONSOLE_SIGN_IN_CLIENT_SECRET: z.string().optional(),
  PASSANT_CONSOLE_SIGN_IN_ROLES: rolesOfGroups.optional(),
  PASSANT_CONSOLE_SIGN_IN_SCOPES: words
    .refine((scopes) => scopes.includes('openid'), 'must name openid: without it, nobody is vouched for')
    .optional(),
  PASSANT_CONSOLE_SIGN_IN_GROUPS_CLAIM: line.optional(),
  PASSANT_CONSOLE_SIGN_IN_LABEL: line.max(60, 'must have at most 60 characters').optional(),
  PASSANT_CONSOLE_SIGN_IN_ACR: words.optional(),
  PASSANT_CONSOLE_SIGN_IN_AMR: words.optional(),
  PASSANT_CONSOLE_PASSWORDS: z
    .enum(['on', 'off'], { error: 'must be "on" or "off"' })
    .default('on')
    .transform((value) => value === 'on'),
};

type Settings = z.output<z.ZodObject<typeof CONSOLE_SIGN_IN_SETTINGS>>;

const OF_THE_COMPANY = (Object.keys(CONSOLE_SIGN_IN_SETTINGS) as (keyof Settings)[]).filter(
  (name) => name !== 'PASSANT_CONSOLE_PASSWORDS',
);
const NEEDED = [
  'PASSANT_CONSOLE_SIGN_IN_ISSUER',
  'PASSANT_CONSOLE_SIGN_IN_CLIENT_ID',
  'PASSANT_CONSOLE_SIGN_IN_CLIENT_SECRET',
  'PASSANT_CONSOLE_SIGN_IN_ROLES',
] as const;

/**
 * What is wrong with settings that are each right by themselves, as one sentence.
 * @param requireSecondFactor whether administrators can do nothing without a second factor
 */
export function consoleSignInProblem(settings: Settings, requireSecondFactor: boolean): string | undefined {
  const { PASSANT_CONSOLE_PASSWORDS: passwords, ...company } = settings;
  const given = OF_THE_COMPANY.find((name) => company[name] !== undefined);
  if (given === undefined) {
    return passwords
      ? undefined
      : 'PASSANT_CONSOLE_PASSWORDS cannot be off without PASSANT_CONSOLE_SIGN_IN_ISSUER: nobody could sign in.';
  }
  const missing = NEEDED.find((name) => company[name] === undefined);
  if (missing !== undefined) return `${missing} must be given with ${given}.`;
  const demandsNothing = !company.PASSANT_CONSOLE_SIGN_IN_ACR?.length && !company.PASSANT_CONSOLE_SIGN_IN_AMR?.length;
  if (requireSecondFactor && demandsNothing) {
    return 'PASSANT_REQUIRE_SECOND_FACTOR needs PASSANT_CONSOLE_SIGN_IN_ACR or PASSANT_CONSOLE_SIGN_IN_AMR: nothing else says that the company asked for one.';
  }
  return undefined;
}

/** The decision that settings without a problem are. */
export function readConsoleSignIn(settings: Settings): ConsoleSignIn {
  const issuer = settings.PASSANT_CONSOLE_SIGN_IN_ISSUER;
  const company =
    issuer === undefined
      ? undefined
      : {
          issuer,
          clientId: settings.PASSANT_CONSOLE_SIGN_IN_CLIENT_ID!,
          clientSecret: settings.PASSANT_CONSOLE_SIGN_IN_CLIENT_SECRET!,
          roles: settings.PASSANT_CONSOLE_SIGN_IN_ROLES!,
          scopes: settings.PASSANT_CONSOLE_SIGN_IN_SCOPES ?? ['openid', 'email', 'profile'],
          groupsClaim: settings.PASSANT_CONSOLE_SIGN_IN_GROUPS_CLAIM ?? 'groups',
          label: settings.PASSANT_CONSOLE_SIGN_IN_LABEL ?? 'your company account',
          acr: settings.PASSANT_CONSOLE_SIGN_IN_ACR ?? [],
          amr: settings.PASSANT_CONSOLE_SIGN_IN_AMR ?? [],
        };
  return new ConsoleSignIn(settings.PASSANT_CONSOLE_PASSWORDS, company);
}
