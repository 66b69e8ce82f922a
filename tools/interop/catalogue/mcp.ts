import { visitInChromium } from '../chromium-person.js';
import type { Client, Scene } from '../client.js';
import { freePort } from '../../lib/free-port.mjs';
import { runNodeProgram } from '../node-program.js';
import { sampleOf } from '../sample.js';

/** Settings of an MCP server to connect to. It introspects tokens at this server. */
async function mcpServer({ issuer, site }: Scene) {
  const { url: baseUrl, port } = await site();
  return { issuer: issuer.identifier, introspection: await issuer.setup.apiClient(), baseUrl, port };
}

const CALLBACK = 'http://localhost:8090/callback';

async function sdkCode(scene: Scene): Promise<void> {
  await runNodeProgram('mcp-sdk', 'code', await mcpServer(scene), scene.authority, CALLBACK);
}

async function sdkKey(scene: Scene): Promise<void> {
  const settings = {
    ...(await mcpServer(scene)),
    registrationEndpoint: `${scene.issuer.identifier}/clients`,
    initialAccessToken: await scene.issuer.setup.initialAccessToken(),
  };
  await runNodeProgram('mcp-sdk', 'key', settings, scene.authority);
}

async function remote(scene: Scene): Promise<void> {
  const settings = { ...(await mcpServer(scene)), folder: scene.folder, callbackPort: await freePort() };
  await runNodeProgram('mcp-remote', 'code', settings, scene.authority);
}

async function conformance(scene: Scene): Promise<void> {
  const { issuer, folder } = scene;
  const callbackPort = await freePort();
  const clientId = await issuer.setup.publicClient(`http://127.0.0.1:${callbackPort}/callback`);
  const settings = { issuer: issuer.identifier, clientId, callbackPort, folder };
  await runNodeProgram('mcp-conformance', 'authorization', settings, scene.authority, undefined, visitInChromium);
}

const AT_SERVER =
  '`PASSANT_OPEN_REGISTRATION=on`: these clients register themselves. The MCP server asks by introspection, as an API client.';

export const mcpSdk: Client = {
  id: 'mcp-sdk',
  name: 'MCP TypeScript SDK',
  about: 'The Model Context Protocol: how assistants reach tools of others.',
  source: { kind: 'npm', package: '@modelcontextprotocol/sdk' },
  flows: [
    { id: 'code', title: 'open registration, code, resource, refresh', run: sdkCode },
    { id: 'key', title: 'PrivateKeyJwtProvider: client credentials', run: sdkKey },
  ],
  atServer: AT_SERVER,
  atClient: 'Nothing: the MCP server names this server in its protected resource metadata.',
  samples: [sampleOf('mcp-sdk', 'What it registers')],
  faults: [
    '`PrivateKeyJwtProvider` never names the key of an assertion (`kid`): register one key of a kind.',
    'A tool that answers `insufficient_scope` makes it refresh, which gives no new scope, and then give up. Only without a ' +
      'refresh token it asks the person, and then for the new scope alone.',
  ],
};

export const mcpRemote: Client = {
  id: 'mcp-remote',
  name: 'mcp-remote',
  about: 'Lets assistants that know local MCP servers only reach distant ones.',
  source: { kind: 'npm', package: 'mcp-remote' },
  flows: [{ id: 'code', title: 'open registration, code', run: remote }],
  atServer: AT_SERVER,
  atClient: 'The address of the MCP server, and nothing else: `npx mcp-remote https://files.example.com/mcp`.',
  samples: [],
};

export const mcpConformance: Client = {
  id: 'mcp-conformance',
  name: 'MCP conformance suite',
  about:
    'What the makers of the Model Context Protocol ask of authorization servers. The person signs in with Chromium.',
  source: { kind: 'browser', package: '@modelcontextprotocol/conformance' },
  flows: [{ id: 'authorization', title: 'authorization: metadata, code grant', run: conformance }],
  atServer:
    'A public client with the redirect URI `http://127.0.0.1:3000/callback`. It warns while no domain is named for client documents.',
  atClient: 'Issuer and client id: `conformance authorization --url https://passant.example.com/oauth --client-id …`.',
  samples: [],
  faults: ['Where the metadata lists `none`, as here, it never sends its `--client-secret`: give it a public client.'],
};
