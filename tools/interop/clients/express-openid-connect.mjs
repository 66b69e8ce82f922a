import express from 'express';
import openid from 'express-openid-connect';

export async function code({ issuer, clientId, clientSecret, baseUrl, port }, { read, expect }) {
  const app = express();
  // #region page
  app.use(
    openid.auth({
      issuerBaseURL: issuer,
      baseURL: baseUrl,
      clientID: clientId,
      clientSecret,
      secret: 'a long random string that only this site knows',
      // By default it asks for an ID token in a form (implicit), which this server does not give.
      authorizationParams: { response_type: 'code' },
    }),
  );
  app.get('/', (request, response) => response.json(request.oidc.user));
  // #endregion
  await new Promise((listening) => app.listen(port, '127.0.0.1', listening));
  const page = await read(baseUrl);
  expect(`a person (${page})`, page.startsWith('{') && JSON.parse(page).sub === 'ada');
}
