const SCRIPTS = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:alert(1)',
  'blob:https://example.com/1',
  '//example.com/',
];

/** A character that turns what follows it around, for whoever reads it. */
const REVERSED = '\u202e';

/** Metadata that is refused whoever brings it: what it has, the metadata, and the member that is at fault. */
export const REFUSED: [string, object, string][] = [
  ...['client_uri', 'logo_uri', 'policy_uri', 'tos_uri', 'logo_uri#de'].flatMap((member) =>
    (member === 'logo_uri' ? SCRIPTS : SCRIPTS.slice(0, 1)).map((uri): [string, object, string] => [
      `${member} ${JSON.stringify(uri)}`,
      { [member]: uri },
      member,
    ]),
  ),
  ['an address with a line break', { logo_uri: 'https://example.com/\nlogo' }, 'logo_uri'],
  ['an address that turns what follows', { policy_uri: `https://example.com/${REVERSED}gnp` }, 'policy_uri'],
  ['an address with credentials', { tos_uri: 'https://example.com@evil.example/' }, 'tos_uri'],
  [
    'a contact of two lines',
    { contacts: ['dev@example.com', 'ops@example.com\r\nBcc: all@example.com'] },
    'contacts[1]',
  ],
  ['a contact that turns what follows', { contacts: [`${REVERSED}moc.elpmaxe@ved`] }, 'contacts[0]'],
  ['a tagged name of two lines', { 'client_name#de': 'Bank\nSafe' }, 'client_name#de'],
  ['a tagged name that turns what follows', { 'client_name#de': `${REVERSED}knaB` }, 'client_name#de'],
];

/** Names that break or turn what is written around them. */
export const NAMES = ['Bank\nSafe', '\u001b[2JBank', `${REVERSED}knaB`, 'Bank\u2028Safe', '\u0085'];

/** Scopes with characters that no scope has (RFC 6749 §3.3). */
export const SCOPES = [
  'read\u0007',
  'read\twrite',
  'read\nwrite',
  'read\r\nSet-Cookie: a=b',
  'r"ead',
  'r\\ead',
  'lesen für',
  'read\u202e',
];
