type Row = [id: string, title: string, metadata: object];

const redirect = (id: string, what: string, uri: string): Row => [
  `redirect-${id}`,
  `A client does not have people sent to ${what}.`,
  { redirect_uris: [uri] },
];

/** Metadata that harms whoever reads it, or is sent where it points to; one fault each. */
export const HOSTILE: readonly Row[] = [
  redirect('javascript', 'a script', 'javascript:alert(1)'),
  redirect('data', 'an address that is a page itself', 'data:text/html,<p>attack'),
  redirect('http', 'an unencrypted address', 'http://attack.invalid/callback'),
  redirect('fragment', 'an address with a fragment', 'https://attack.invalid/callback#part'),
  redirect('credentials', 'an address with credentials', 'https://example.com@attack.invalid/callback'),
  redirect('wildcard', 'any host of a domain', 'https://*.attack.invalid/callback'),
  redirect('relative', 'an address without a host', '/callback'),
  redirect('newline', 'an address with a line break', 'https://attack.invalid/\r\nset-cookie:a=b'),
  redirect('backslash', 'an address that browsers read otherwise', 'https://attack.invalid\\@example.com/'),
  redirect('vbscript', 'a script of another kind', 'vbscript:attack'),
  redirect('file', 'a file', 'file:///etc/passwd'),
  ['logo-script', 'A client has no script for a logo.', { logo_uri: 'javascript:alert(1)' }],
  [
    'logo-script-written-otherwise',
    'A client has no script for a logo, however it is written.',
    { logo_uri: ' JaVaScRiPt:alert(1)' },
  ],
  ['logo-data', 'A client has no page for a logo.', { logo_uri: 'data:text/html,<script>alert(1)</script>' }],
  ['client-uri-script', 'A client has no script for a home page.', { client_uri: 'javascript:alert(1)' }],
  ['policy-script', 'A client has no script for a policy.', { policy_uri: 'javascript:alert(1)' }],
  [
    'terms-credentials',
    'A client has no address with credentials for its terms.',
    { tos_uri: 'https://example.com@attack.invalid/' },
  ],
  ['name-control', 'A client has no control characters in its name.', { client_name: 'Attack\u001b[2J' }],
  [
    'name-turned',
    'A client has no characters in its name that turn what stands around it.',
    { client_name: '\u202eAttack' },
  ],
  ['name-lines', 'A client has no name of two lines.', { client_name: 'Attack\nsuite' }],
  [
    'contact-lines',
    'A client has no contact of two lines.',
    { contacts: ['dev@attack.invalid\r\nBcc: all@attack.invalid'] },
  ],
  ['name-object', 'A client has no object for a name.', { client_name: { toString: 'x' } }],
  ['scope-lines', 'A client has no line breaks in its scopes.', { scope: 'read\r\nSet-Cookie: a=b' }],
  ['scope-list', 'A client has no list for its scopes.', { scope: ['read'] }],
  [
    'grant-implicit',
    'A client does not have the implicit grant.',
    { grant_types: ['implicit'], response_types: ['token'] },
  ],
  ['grant-password', 'A client does not have the password grant.', { grant_types: ['password'] }],
  [
    'auth-none-for-itself',
    'A client without credentials does not act for itself.',
    { ...{ grant_types: ['client_credentials'] }, token_endpoint_auth_method: 'none' },
  ],
  [
    'both-key-sources',
    'A client does not have two sources of keys.',
    {
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'A', y: 'A' }] },
      jwks_uri: 'https://attack.invalid/keys',
    },
  ],
];
