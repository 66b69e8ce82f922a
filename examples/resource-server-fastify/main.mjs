import { ResourceServer } from '@passant/resource-server';
import { publishMetadata, requireToken } from '@passant/resource-server/fastify';
import fastify from 'fastify';

const { PASSANT_URL, API_CLIENT, API_SECRET, API_RESOURCE, PORT = '4000' } = process.env;

const passant = new ResourceServer({
  ...{ url: PASSANT_URL, clientId: API_CLIENT, clientSecret: API_SECRET },
  resource: API_RESOURCE,
});
const app = fastify();

// Tells clients whom to ask for tokens.
if (passant.metadata) app.addHook('onRequest', publishMetadata(passant));

app.get('/', async () => ({ hello: 'everybody' }));
app.get('/me', { onRequest: requireToken(passant.require()) }, async ({ token }) => ({ sub: token.sub }));
app.get(
  '/profile',
  { onRequest: requireToken(passant.require({ scope: 'profile', notStateless: true })) },
  async ({ token }) => ({ sub: token.sub, ...token.user_details }),
);
app.addHook('onReady', async () => passant.listen());
app.addHook('onClose', () => passant.close());

console.log(`Listening on ${await app.listen({ port: Number(PORT), host: '127.0.0.1' })}`);
process.once('SIGTERM', () => void app.close());
