/** L: plain http on the loopback interface, as on a developer's machine. H: https under a name, as in production. */
export const ISSUERS = ['L', 'H'] as const;
export type IssuerKind = (typeof ISSUERS)[number];
