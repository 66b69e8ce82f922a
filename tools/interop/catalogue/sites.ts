import type { Client } from '../client.js';
import { sampleOf } from '../sample.js';
import { siteFlow } from './program.js';

export const expressOpenidConnect: Client = {
  id: 'express-openid-connect',
  name: 'express-openid-connect',
  about: "Auth0's middleware for Express.",
  source: { kind: 'npm', package: 'express-openid-connect' },
  flows: [{ id: 'code', title: 'web client: code', run: siteFlow('express-openid-connect', '/callback') }],
  atServer: 'A web client with the redirect URI `https://your-site/callback` whose ID tokens are signed with RS256.',
  atClient: '`response_type` `code` and the client secret: its default is an ID token in a form (implicit).',
  samples: [sampleOf('express-openid-connect', 'The site')],
  faults: ['It expects RS256 unless `idTokenSigningAlg` says otherwise, whatever the discovery document lists.'],
};

export const nextAuth4: Client = {
  id: 'next-auth',
  name: 'next-auth (NextAuth.js)',
  about: 'Sign-in for sites with Next.js. Run in front of Express, which does what Next.js does for it.',
  source: { kind: 'npm', package: 'next-auth' },
  flows: [{ id: 'code', title: 'web client: code', run: siteFlow('next-auth-4', '/api/auth/callback/passant') }],
  atServer:
    'A web client with the redirect URI `https://your-site/api/auth/callback/passant` whose ID tokens are signed with RS256.',
  atClient: 'A provider of its own, with PKCE among the checks.',
  samples: [sampleOf('next-auth-4', 'Options')],
  faults: [
    'It expects RS256 unless `client.id_token_signed_response_alg` says otherwise, and uses PKCE only where `checks` names it.',
  ],
};

export const passportOpenidconnect: Client = {
  id: 'passport-openidconnect',
  name: 'passport-openidconnect',
  about: 'The OpenID Connect strategy of Passport.',
  source: { kind: 'npm', package: 'passport-openidconnect' },
  flows: [
    {
      id: 'code',
      title: 'web client without PKCE: code',
      run: siteFlow('passport-openidconnect', '/callback', { require_pkce: false }),
    },
  ],
  atServer: 'A web client with the redirect URI of the site, for which PKCE was made optional.',
  atClient: 'The addresses of the endpoints: it does not ask for the discovery document.',
  samples: [sampleOf('passport-openidconnect', 'The strategy')],
  faults: [
    'It has no PKCE at all.',
    'It does not verify the signature of ID tokens; they come straight from the token endpoint, over TLS.',
  ],
};
