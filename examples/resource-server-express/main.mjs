import { ResourceServer } from '@passant/resource-server';
import { publishMetadata, requireToken } from '@passant/resource-server/express';
import express from 'express';

const { PASSANT_URL, API_CLIENT, API_SECRET, API_RESOURCE, PORT = '4000' } = process.env;

const passant = new ResourceServer({
  ...{ url: PASSANT_URL, clientId: API_CLIENT, clientSecret: API_SECRET },
  resource: API_RESOURCE,
});
const app = express();

// Tells clients whom to ask for tokens.
if (passant.metadata) app.use(publishMetadata(passant));

app.get('/', (_request, response) => {
  response.json({ hello: 'everybody' });
});
app.get('/me', requireToken(passant.require()), (request, response) => {
  response.json({ sub: request.token.sub });
});
app.get('/profile', requireToken(passant.require({ scope: 'profile', notStateless: true })), (request, response) => {
  response.json({ sub: request.token.sub, ...request.token.user_details });
});

const server = app.listen(Number(PORT), '127.0.0.1', () => {
  passant.listen();
  console.log(`Listening on http://127.0.0.1:${server.address().port}`);
});
process.once('SIGTERM', () => {
  server.close();
  server.closeIdleConnections();
  void passant.close();
});
