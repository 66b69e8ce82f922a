import express from 'express';
import nextAuth from 'next-auth';

export async function code({ issuer, clientId, clientSecret, baseUrl, port }, { read, expect }) {
  process.env.NEXTAUTH_URL = baseUrl;
  // #region page
  const options = {
    secret: 'a long random string that only this site knows',
    providers: [
      {
        id: 'passant',
        name: 'Passant',
        type: 'oauth',
        wellKnown: `${issuer}/.well-known/openid-configuration`,
        idToken: true,
        checks: ['pkce', 'state'],
        authorization: { params: { scope: 'openid profile email' } },
        clientId,
        clientSecret,
        profile: ({ sub, name, email }) => ({ id: sub, name, email }),
      },
    ],
  };
  // #endregion
  const app = express();
  app.use(express.urlencoded());
  // Does what Next.js does before it calls the handler in pages/api/auth/[...nextauth].js.
  app.use('/api/auth', (request, response) => {
    const query = { ...request.query, nextauth: request.path.split('/').filter(Boolean) };
    const cookies = Object.fromEntries(
      (request.headers.cookie ?? '').split('; ').flatMap((pair) => {
        const at = pair.indexOf('=');
        return at < 0 ? [] : [[pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))]];
      }),
    );
    const asNext = Object.create(request, { query: { value: query }, cookies: { value: cookies } });
    return nextAuth.default(asNext, response, options);
  });
  app.get('/', (_request, response) => response.redirect('/api/auth/session'));
  await new Promise((listening) => app.listen(port, '127.0.0.1', listening));
  const page = await read(`${baseUrl}/api/auth/signin?callbackUrl=${encodeURIComponent(baseUrl)}`);
  expect(`a session (${page})`, page.startsWith('{') && JSON.parse(page).user?.email === 'ada@example.com');
}
