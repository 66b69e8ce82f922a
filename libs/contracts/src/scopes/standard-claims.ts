/** The claims that each scope of OpenID Connect Core §5.4 releases. */
export const STANDARD_CLAIMS = {
  profile: [
    'name',
    'family_name',
    'given_name',
    'middle_name',
    'nickname',
    'preferred_username',
    'profile',
    'picture',
    'website',
    'gender',
    'birthdate',
    'zoneinfo',
    'locale',
    'updated_at',
  ],
  email: ['email', 'email_verified'],
  address: ['address'],
  phone: ['phone_number', 'phone_number_verified'],
} as const satisfies Record<string, readonly string[]>;

/** The standard claims that a scope releases. Empty for a scope that is not in the standard. */
export function standardClaimsOf(scope: string): readonly string[] {
  return Object.hasOwn(STANDARD_CLAIMS, scope) ? STANDARD_CLAIMS[scope as keyof typeof STANDARD_CLAIMS] : [];
}
