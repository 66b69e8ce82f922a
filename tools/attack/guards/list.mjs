/**
 * Every guard that the attack suite has to notice when it is switched off. `guards.spec.ts` compares the list with the
 * code, turns off one guard after the other, and fires the cases that are named here.
 * @typedef {object} Guard
 * @property {string} guard file and name, as `places.mjs` finds it; a function that no rule of naming makes known is found by
 *   its name, and a statement by how it begins
 * @property {readonly string[]} noticedBy cases of the suite that fail without it
 * @property {string} [off] what it gives back while it is off, as source text
 * @property {readonly string[]} [behind] guards that stand behind it and are off as well: without them nothing would show
 */

/** @type {(file: string, guards: Record<string, string | readonly string[] | Omit<Guard, 'guard'>>) => Guard[]} */
const of = (file, guards) =>
  Object.entries(guards).map(([name, given]) => ({
    guard: `${file}#${name}`,
    ...(typeof given === 'string'
      ? { noticedBy: [given] }
      : Array.isArray(given)
        ? { noticedBy: /** @type {readonly string[]} */ (given) }
        : /** @type {Omit<Guard, 'guard'>} */ (given)),
  }));

/** @type {Guard[]} */
export const GUARDS = [
  // Client assertions
  ...of('protocol/clients/client-assertion', {
    'check kid': 'assertions-kid-missing',
    'check typ': 'assertions-typ-at',
    'check header members': 'assertions-jku',
    'check sub': 'assertions-sub-other',
    'check aud': 'assertions-aud-other',
    'check exp': 'assertions-exp-far',
    'check iat': 'assertions-iat-future',
    'check nbf': 'assertions-nbf-future',
    'check jti': 'assertions-jti-empty',
  }),
  ...of('auth-api/client-auth/client-assertion', {
    requireAll: 'assertions-foreign-key',
    requireSignature: 'assertions-foreign-key',
    'check signature': 'assertions-payload-changed',
    requireFirstUse: 'assertions-replay',
    'check jti first seen': 'assertions-replay-at-once',
    'check client enabled': {
      noticedBy: ['transactions-installation-off'],
      behind: ['protocol/clients/client#check client enabled'],
    },
  }),
  ...of('auth-api/client-auth/caller.guard', {
    StrategyGuard: { noticedBy: ['assertions-no-credentials'], off: 'true' },
  }),

  // Client secrets, API clients and their scopes
  ...of('protocol/client-registration/client-registration-change', {
    matchesSecret: { noticedBy: ['introspection-caller-wrong-secret'], off: 'true' },
    requireChangeOf: 'registration-change-identifier',
  }),
  ...of('protocol/clients/client-credentials', { 'check authentication method': 'tokens-code-without-client' }),
  ...of('auth-api/client-auth/client-authenticator', {
    'if (options.kind !== undefined && client.kind !== options.kind)': {
      noticedBy: ['introspection-caller-website'],
      behind: ['auth-api/client-auth/api-scope.guard#ApiScopeGuard'],
    },
    'if (named !== undefined': 'assertions-client-id-of-neighbour',
  }),
  ...of('auth-api/client-auth/api-client.guard', {
    ApiClientGuard: { noticedBy: ['introspection-caller-nobody'], off: 'true' },
  }),
  ...of('auth-api/client-auth/api-scope.guard', {
    ApiScopeGuard: { noticedBy: ['introspection-caller-scope'], off: 'true' },
  }),
  ...of('auth-api/client/master-token.guard', {
    MasterTokenGuard: { noticedBy: ['registration-direct-authorization'], off: 'true' },
  }),

  // Registration of clients
  ...of('protocol/client-registration/client-registration', {
    requireRights: 'registration-lock-grant-code',
    'if (metadata.software_id !== undefined': 'registration-lock-application',
  }),
  ...of('auth-api/client/client-management.service', { 'if (!isMaster && !isOwn)': 'registration-foreign-get' }),
  ...of('protocol/client-registration/client-registration-rights', {
    requireGrantRights: 'registration-lock-grant-client',
    requireMemberRights: 'registration-lock-data',
    requireScope: 'registration-lock-client-id',
  }),
  ...of('protocol/client-registration/client-registration-metadata', {
    requireOneLine: 'registration-metadata-contact-lines',
    'if (hosts.size > 0 && !isOnHost)': 'registration-lock-hosts',
    'if (problem !== undefined) throw refuseMetadata(`${member}': 'registration-metadata-logo-script',
  }),
  ...of('protocol/redirect-uris/redirect-uri', {
    requireRedirectUri: 'registration-metadata-redirect-javascript',
    matchesRedirectUri: { noticedBy: ['tokens-redirect-longer'], off: 'true' },
  }),
  ...of('auth-api/client-metadata/registration-judge', { requireReachable: 'addresses-jwks-private-10' }),

  // Addresses
  ...of('auth-api/web-hooks/web-hook-address', { requireUsable: 'addresses-hook-cloud' }),
  ...of('auth-api/scripting/script-addresses', { requireUsable: 'addresses-script-host-saved' }),
  ...of('auth-api/platform/outbound/address-policy', {
    allowsHost: { noticedBy: ['addresses-jwks-private-10'], off: 'true' },
  }),

  // Introspection
  ...of('protocol/tokens/audience', { maySeeToken: { noticedBy: ['introspection-narrow'], off: 'true' } }),
  ...of('protocol/introspection/introspection', {
    stillServes: { noticedBy: ['introspection-application-off'], off: 'true' },
  }),

  // Transactions and identity providers
  ...of('protocol/identity-providers/identity-provider', {
    'check identity provider enabled': 'transactions-provider-off',
    'check identity provider linked': 'transactions-provider-foreign',
  }),
  ...of('protocol/clients/client', {
    'check client enabled': {
      noticedBy: ['transactions-installation-off'],
      behind: ['auth-api/client-auth/client-assertion#check client enabled'],
    },
    'check application enabled': 'transactions-application-off',
    'check version': 'transactions-version-off',
  }),
  ...of('protocol/scopes/scope', {
    requireGrantedScopes: { noticedBy: ['transactions-scope-foreign'], off: '[...(requested ?? [])]' },
  }),

  // Tokens and codes
  ...of('protocol/authorization/code-exchange', {
    requireRightful: 'tokens-pkce-wrong',
    requireVerifier: 'tokens-pkce-wrong',
    requireCode: {
      noticedBy: ['tokens-pkce-challenge-as-verifier'],
      off: 'found',
    },
  }),
  ...of('protocol/authorization/authorization', {
    'check redirect_uri': {
      noticedBy: ['tokens-request-twice'],
      behind: ['protocol/authorization/authorization#check redirect_uri registered'],
    },
    'check redirect_uri registered': 'tokens-redirect-other',
    'if (values.request !== undefined)': 'tokens-request-request',
    'if (values.request_uri !== undefined)': 'tokens-request-request-uri',
    "if (values.response_type !== 'code')": 'tokens-request-token',
    'if (values.response_mode !== undefined': 'tokens-request-fragment',
    requireStatelessGrant: 'tokens-request-stateless',
    requireChallenge: { noticedBy: ['tokens-pkce-request-none'], off: 'values.code_challenge' },
  }),
  ...of('protocol/tokens/token-request', {
    requireTokenGrant: { noticedBy: ['tokens-grant-password'], off: 'grantType' },
  }),
  ...of('protocol/custom-registration/grants/stateless.grant', { requireStateful: 'tokens-stateless-enrols' }),
  ...of('protocol/mobile/mobile-authentication', {
    requireProfileToken: { noticedBy: ['tokens-stateless-enrols'], off: 'token' },
    requireMobileAuthentication: 'tokens-enrols-without-switch',
  }),
  ...of('auth-api/mobile/registered-person.guard', {
    RegisteredPersonGuard: { noticedBy: ['tokens-stateless-enrols'], off: 'true' },
  }),

  // Messages
  ...of('auth-api/platform/http/media-type.guard', {
    MediaTypeGuard: { noticedBy: ['introspection-json'], off: 'true' },
  }),

  ...of('auth-api/platform/http/bodies', {
    'if (name in form) throw': 'introspection-two-tokens',
    'if (depthOfJson(text) > MAX_JSON_DEPTH)': 'bodies-depth',
  }),

  // Console and administration
  ...of('auth-api/admin-access/admin.guard', {
    AdminGuard: { noticedBy: ['console-no-session-scopes'], off: 'true' },
    requireRole: 'console-role-auditor',
    requireCsrfToken: 'console-no-csrf-token-scopes',
  }),
  ...of('auth-api/admin-access/etag', { requireMatch: 'console-blind-change', requireTag: 'console-blind-change' }),
  ...of('auth-api/admin-access/password-check', {
    requireOwn: {
      noticedBy: ['console-own-password'],
      off: "(await this.store.admins.findAccount(email))?.passwordHash ?? ''",
    },
  }),
  ...of('auth-api/admin/web-hooks/web-hooks.service', { requireCredentials: 'console-hook-password' }),
  ...of('auth-api/limits/limits', {
    countFailure: { noticedBy: ['console-guessing'], off: '{ hasFailed: false, forgive: async () => {} }' },
  }),
];

/** @type {(reason: string, ...names: string[]) => Record<string, string>} */
const because = (reason, ...names) => Object.fromEntries(names.map((name) => [name, reason]));

const MISTAKE = 'It keeps an administrator from a mistake, and gives nobody anything.';
const START = 'It decides whether the server starts, or what a command does, and not about a request.';
const NOTHING_THERE = 'Without it there is nothing to go on with: the request ends in a fault, and gives nothing.';
const TELLS_WHY = 'It says why, after it was decided elsewhere.';
const RACE = 'It takes something that changes while the request is answered: changed-meanwhile.spec does that.';
const COMPANY = 'It takes a sign-in of the company, which an installation may not have: company-sign-in.spec.';
const SECOND_APPROVAL = 'It takes a server that requires a second approval: second-approval.spec.';
const TWICE = 'Another guard behind it refuses the same';

/**
 * Guards that the suite does not have to notice, and why, by file and name.
 * @type {Record<string, Record<string, string>>}
 */
export const OTHERWISE = {
  'protocol/clients/client-assertion': {
    ...because(`${TWICE}: no key of the client is for that algorithm.`, 'check alg'),
    ...because('The client is found by the issuer, so it is the one.', 'check iss'),
    ...because(`${TWICE}: such a signature is not made with the key.`, 'check signature'),
  },
  'protocol/clients/client-keys': because(`${TWICE}: nothing is signed with a key that was not found.`, 'check key'),
  'auth-api/client-auth/client-assertion': {
    ...because(`${TWICE}: such a signature is not made with the key.`, 'requireSignatureLength'),
  },
  'auth-api/client-auth/client-secret': because(TELLS_WHY, 'check client', 'check secret', 'check client enabled'),
  'auth-api/client-auth/public-client': {
    ...because(NOTHING_THERE, 'check client'),
    ...because(`${TWICE}: what may be issued to a client asks again whether it is enabled.`, 'check client enabled'),
  },
  'auth-api/client-auth/decisions': because(RACE, 'requireNotEnded', 'requireProof'),
  'protocol/clients/client': {
    ...because(NOTHING_THERE, 'check application'),
    ...because(MISTAKE, 'check kind of client'),
  },

  'protocol/client-registration/software-statement': {
    ...because(NOTHING_THERE, 'check software statement', 'check iss', 'check claims'),
    ...because(
      'Only this server signs what could show it: software-statements.spec.',
      ...['check issuer', 'check typ', 'check signature', 'check statement', 'check content'],
      ...['check application', 'check version', 'requireSameApplication'],
    ),
    ...because('It takes an application that is mobile no longer: software-statements.spec.', 'check client type'),
  },
  'protocol/client-registration/initial-access-token': because(MISTAKE, 'requireRegistrationScopes'),
  'protocol/client-registration/client-registration': because(
    'A client without a grant can do nothing: client-registration.spec.',
    'requireSomeGrant',
  ),
  'protocol/client-registration/client-registration-metadata': because(
    'It takes a public server with a list; its address is judged again when it is asked: dynamic-registration.spec.',
    'requireSector',
  ),
  'auth-api/client/initial-access-tokens': because(
    `${TWICE}: only what was issued is stored, and found by its hash.`,
    'requireSigned',
  ),

  'protocol/custom-registration/custom-registration': {
    ...because('A first step more than there are gives nothing: two-step-registration.spec.', 'check flow'),
    ...because('What is missing is the name of a slot: custom-registration.errors.spec.', 'check profile_id'),
    ...because(`${TWICE}: no transaction is found under no name.`, 'check transaction_id'),
    ...because('It stands for the two checks that it makes, which are guards of their own.', 'requireMember'),
    ...because(NOTHING_THERE, 'check transaction', 'check transaction free'),
    ...because(
      `${TWICE}: the statement that claims a transaction finds only those of client and provider that go on.`,
      ...['check transaction expiry', 'check identity provider of the transaction'],
      'check client of the transaction',
    ),
    ...because(`${TWICE}: what is tried too often is spent.`, 'check attempts'),
  },
  'auth-api/registration/backchannel.controller': because(
    'It keeps a back end to the one way of authentication that the contract names: backchannel.spec.',
    'requireBasic',
  ),

  'protocol/authorization/authorization': {
    ...because(NOTHING_THERE, 'requireClientId', 'check client'),
    ...because('It takes a client that has a redirect URI and no grant for codes: authorize.spec.', 'requireCodeGrant'),
    ...because('It says that nobody can be signed in unasked: nobody is.', 'requirePrompt'),
  },
  'protocol/authorization/allowance': because(
    'It takes a client that was switched off: lowered-limits.spec.',
    'requireAllowance',
  ),
  'protocol/authorization/standing': because(
    'It takes what was switched off since: lowered-limits.spec.',
    'requireStanding',
  ),
  'protocol/authorization/code-exchange': because(
    'It takes a redirect URI that was given up since: lowered-limits.spec.',
    'requireStandingRedirect',
  ),
  'auth-api/authorize/authorize.service': because(
    'What it looks at came back sealed from the page, as the server wrote it: login-forms.spec.',
    ...['requireOffered', 'requireAsking'],
  ),
  'protocol/tokens/token-request': because(
    'What is refused is the name of a slot: token.errors.spec.',
    'requireProfileId',
  ),
  'auth-api/token/revocation.service': because(
    'It tells who revoked nothing that they did: revoke.spec.',
    'requireNone',
  ),
  'protocol/tokens/signing-keys': because(NOTHING_THERE, 'requireTrusted'),

  'auth-api/admin-access/admin.guard': because(
    'It takes a server that requires second factors: second-factor.spec.',
    'requireSecondFactor',
  ),
  'auth-api/admin-access/precondition.guard': because(
    'A condition that nobody can check harms nobody: preconditions-everywhere.spec.',
    ...['requirePrecondition', 'PreconditionGuard'],
  ),
  'auth-api/admin-access/etag': because(
    'A condition that was given and does not hold: preconditions-everywhere.spec.',
    ...['requireMatchIfGiven', 'requireTagIfGiven', 'requireNoVersionNamed'],
  ),
  'auth-api/admin-access/owner-check': {
    ...because(COMPANY, 'requireLocal'),
    ...because('It takes a session that ends while the request is answered: ended-sessions.spec.', 'requireSession'),
  },
  'auth-api/admin-access/session.service': because(COMPANY, 'requireLocalSignIn'),
  'auth-api/admin-access/company-sign-in.service': because(COMPANY, 'requireCompany'),
  'auth-api/admin-access/administrators.service': {
    ...because(COMPANY, 'requirePasswords'),
    ...because('It keeps the last administrator: administrators.spec.', 'requireDone'),
  },
  'auth-api/admin-access/danger-gate': because(SECOND_APPROVAL, 'requireApproved'),
  'auth-api/admin-access/consequences': because(SECOND_APPROVAL, 'requireApproval'),
  'auth-api/admin-access/approvers': because(SECOND_APPROVAL, 'requireOther', 'requireAmong'),
  'auth-api/admin-access/approvals.service': because(SECOND_APPROVAL, 'requireWaiting'),
  'auth-api/configuration-document/configuration-document.service': because(SECOND_APPROVAL, 'requireNothingLost'),
  'auth-api/admin-access/passkey-check': because(
    'It takes an address at which there are no passkeys: passkey-addresses.spec.',
    'requireSite',
  ),

  'auth-api/admin/applications/applications.service': because(MISTAKE, 'requireConsistent', 'requireHook'),
  'auth-api/admin/clients/api-clients.service': because(
    MISTAKE,
    ...['requireIdentifiers', 'requireApplications', 'requireNamed'],
  ),
  'auth-api/admin/clients/client-documents.service': because(
    'The address is judged again when a document is fetched: client-document-addresses.spec.',
    'requireReachable',
  ),
  'auth-api/admin/tokens/initial-access-tokens.service': because(MISTAKE, 'requireConsistent'),
  'auth-api/admin/web-clients/web-clients.service': because(MISTAKE, 'requireWebApplication'),
  'auth-api/configuration-document/section': because(MISTAKE, 'requireChosenSecret'),
  'auth-api/identity-providers/test-run.service': because(MISTAKE, 'requireTransaction'),
  'protocol/scopes/released-claims': because(MISTAKE, 'requireMappable'),
  'protocol/scripts/script-version': because(MISTAKE, 'requireScriptsFor'),
  'auth-api/mobile/portal.service': because(
    'It takes a portal that names an address for answers: authentication-callback.spec.',
    'requireCallback',
  ),

  'auth-api/limits/limits': because('The database counts behind it: limits.spec.', 'requireNotRefused'),
  'auth-api/upkeep/test-clock.controller': because(
    'It is there on test servers alone: test-clock.spec.',
    'requireThisMachine',
  ),
  'auth-api/platform/health.controller': because(START, 'requireReady'),
  'auth-api/platform/data-directory': because(START, 'requireMasterKeys'),
  'auth-api/platform/new-file': because(START, 'requireTime'),
  'auth-api/platform/whole-file': because(START, 'requireFile'),
  'auth-api/database-command': because(START, 'requireWords'),
};
