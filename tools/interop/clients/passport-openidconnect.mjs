import express from 'express';
import session from 'express-session';
import passport from 'passport';
import { Strategy } from 'passport-openidconnect';

export async function code({ issuer, clientId, clientSecret, redirectUri, baseUrl, port }, { read, expect }) {
  // #region page
  passport.use(
    new Strategy(
      {
        issuer,
        authorizationURL: `${issuer}/v1/authorize`,
        tokenURL: `${issuer}/v1/token`,
        userInfoURL: `${issuer}/v1/userinfo`,
        clientID: clientId,
        clientSecret,
        callbackURL: redirectUri,
        scope: ['profile', 'email'],
      },
      (_issuer, profile, done) => done(null, profile),
    ),
  );
  // #endregion
  passport.serializeUser((user, done) => done(null, user));
  passport.deserializeUser((user, done) => done(null, user));
  const app = express();
  app.use(session({ secret: 'only for this run', resave: false, saveUninitialized: false }));
  app.use(passport.session());
  app.get('/login', passport.authenticate('openidconnect'));
  app.get('/callback', passport.authenticate('openidconnect', { failWithError: true }), (_request, response) =>
    response.redirect('/'),
  );
  app.get('/', (request, response) => response.json(request.user ?? null));
  app.use((error, _request, response, _next) => response.status(500).send(`${error.name}: ${error.message}`));
  await new Promise((listening) => app.listen(port, '127.0.0.1', listening));
  const page = await read(`${baseUrl}/login`);
  expect(`a person (${page})`, page.startsWith('{') && JSON.parse(page).id === 'ada');
}
