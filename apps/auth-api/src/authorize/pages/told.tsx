import { standardClaimsOf } from '@passant/contracts';

/** A requested scope, with the claims that the client will receive because of it. */
export interface ToldByScope {
  scope: string;
  claims: string[];
}

/** Scopes with a meaning of their own that release no claims. */
const SCOPES: ReadonlyMap<string, string> = new Map([
  ['openid', 'know who you are, when you come again, too'],
  ['offline_access', 'keep its access while you are away'],
]);

/** The claims of OpenID Connect Core §5.1 in everyday words. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['name', 'your name'],
  ['family_name', 'your family name'],
  ['given_name', 'your given name'],
  ['middle_name', 'your middle name'],
  ['nickname', 'your nickname'],
  ['preferred_username', 'your user name'],
  ['profile', 'the address of your profile'],
  ['picture', 'your picture'],
  ['website', 'your web site'],
  ['gender', 'your gender'],
  ['birthdate', 'your date of birth'],
  ['zoneinfo', 'your time zone'],
  ['locale', 'your language'],
  ['updated_at', 'when this last changed'],
  ['email', 'your e-mail address'],
  ['email_verified', 'whether it was verified'],
  ['address', 'your postal address'],
  ['phone_number', 'your telephone number'],
  ['phone_number_verified', 'whether it was verified'],
]);

const LIST = new Intl.ListFormat('en', { type: 'conjunction' });

function inWords(claims: readonly string[]): string {
  return LIST.format(claims.map((claim) => WORDS.get(claim) ?? `what is kept of you as \u201c${claim}\u201d`));
}

/** Describes what a scope lets the client do and learn. */
export function ScopeInWords({ scope, claims }: ToldByScope) {
  const inOneWord = SCOPES.get(scope);
  if (inOneWord !== undefined) return <>{inOneWord}</>;
  const see = claims.length === 0 ? '' : `see ${inWords(claims)}`;
  if (standardClaimsOf(scope).length > 0) return <>{see}</>;
  return (
    <>
      use <code>{scope}</code>
      {see === '' ? null : `, and ${see}`}
    </>
  );
}
