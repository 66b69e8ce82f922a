import type { Client } from '../client.js';

/** These clients cannot be run here. */
const run = async () => {
  throw new Error('This client is not run.');
};

export const luaRestyOpenidc: Client = {
  id: 'lua-resty-openidc',
  name: 'lua-resty-openidc',
  about: 'Guards an API behind nginx with Lua.',
  source: { kind: 'elsewhere', from: 'LuaRocks' },
  flows: [{ id: 'introspection', title: 'API client: introspection', run }],
  atServer: 'An API client.',
  atClient: 'The introspection endpoint and the credentials.',
  samples: [],
  faults: [
    'Version 1.8 sends the same credentials in the header and in the body; they count once here.',
    'It keeps answers in a cache of its own: a token that was revoked is taken until it expires.',
  ],
};

export const mcpPythonSdk: Client = {
  id: 'mcp-python-sdk',
  name: 'MCP Python SDK',
  about: 'The Model Context Protocol for Python.',
  source: { kind: 'elsewhere', from: 'PyPI' },
  flows: [{ id: 'code', title: 'open registration, code', run }],
  atServer: '`PASSANT_OPEN_REGISTRATION=on`.',
  atClient: 'Nothing: the MCP server names this server in its protected resource metadata.',
  samples: [],
  faults: [
    'Where neither the challenge nor the metadata of the MCP server names scopes, it asks the person for all that ' +
      '`scopes_supported` of this server lists: name those of the MCP server in its `scopes_supported`.',
  ],
};

export const fastMcp: Client = {
  id: 'fastmcp',
  name: 'FastMCP',
  about: 'MCP servers in Python.',
  source: { kind: 'elsewhere', from: 'PyPI' },
  flows: [{ id: 'introspection', title: 'API client: introspection', run }],
  atServer: 'An API client for `IntrospectionTokenVerifier`; a web client for `OIDCProxy`.',
  atClient:
    'The introspection endpoint and the credentials. Access tokens of this server are no JWTs, so `JWTVerifier` fits ID ' +
    'tokens alone: `OIDCProxy` with `verify_id_token`.',
  samples: [],
  faults: [
    'Version 4.0 expects RS256 where it reads a JWT, whatever the metadata list: say `algorithm="ES256"`, or let the web ' +
      'client have its ID tokens signed with RS256.',
    'Version 4.0 answers a good token that lacks one of the `required_scopes` of its verifier with 401 `invalid_token`: ' +
      'clients throw the token away, and nobody is asked for more. Leave them out of the verifier, check the scopes yourself, ' +
      'and answer 403 `insufficient_scope`.',
  ],
};

export const pyoidc: Client = {
  id: 'pyoidc',
  name: 'pyoidc',
  about: 'OpenID Connect for Python.',
  source: { kind: 'elsewhere', from: 'PyPI' },
  flows: [{ id: 'code', title: 'web client: code', run }],
  atServer: 'A web client.',
  atClient: 'Issuer, client id and secret.',
  samples: [],
  faults: ['It tries to read any token with a dot in it as a JWT.'],
};
