import express from 'express';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';

/**
 * Serves an MCP server like the one in the SDK's documentation: a protected resource that names its authorization
 * server and the scopes it supports, and validates tokens by introspection. Its only tool returns whom the token is
 * about. Returns the URL of the server.
 */
export async function serveMcp({ issuer, introspection, baseUrl, port }) {
  const metadata = `${baseUrl}/.well-known/oauth-protected-resource/mcp`;
  const app = express();
  app.use(express.json());
  app.get('/.well-known/oauth-protected-resource/mcp', (_request, response) =>
    response.json({
      ...{ resource: `${baseUrl}/mcp`, authorization_servers: [issuer] },
      ...{ scopes_supported: ['openid', 'profile', 'email', 'files:read'], resource_name: 'Files' },
    }),
  );
  const verifier = { verifyAccessToken: (token) => introspect(issuer, introspection, token) };
  app.post('/mcp', requireBearerAuth({ verifier, resourceMetadataUrl: metadata }), async (request, response) => {
    const server = new McpServer({ name: 'Files', version: '1.0.0' });
    server.registerTool('whoami', { description: 'Says who asks' }, ({ authInfo }) => ({
      content: [{ type: 'text', text: authInfo.extra.subject ?? authInfo.clientId }],
    }));
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    response.on('close', () => void transport.close());
    await server.connect(transport);
    await transport.handleRequest(request, response, request.body);
  });
  app.all('/mcp', (_request, response) => response.status(405).end());
  await new Promise((listening) => app.listen(port, '127.0.0.1', listening));
  return `${baseUrl}/mcp`;
}

async function introspect(issuer, { clientId, clientSecret }, token) {
  const { InvalidTokenError } = await import('@modelcontextprotocol/sdk/server/auth/errors.js');
  const reply = await fetch(`${issuer}/api/v2/token/introspect`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ token }),
  });
  const answer = await reply.json();
  if (!answer.active) throw new InvalidTokenError('The token is not good.');
  const { client_id, scope = '', exp, sub } = answer;
  return { token, clientId: client_id, scopes: scope.split(' '), expiresAt: exp, extra: { subject: sub } };
}
