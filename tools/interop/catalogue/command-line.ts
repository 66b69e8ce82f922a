import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATHS } from '@passant/contracts';
import type { Client, Scene } from '../client.js';
import { serve, run } from '../native.js';
import { expectGuarded } from './resource.js';

/**
 * The command that creates an account. Everything else keeps its default: four redirect URIs and no `application_type`.
 */
const generate = (issuer: string, token: string) =>
  `oidc-gen --flow=code --iss=${issuer} --at=${token} --scope="openid profile email offline_access" my-account`;

/**
 * The script of one session. It rewrites the authorization URL that oidc-gen prints into a `VISIT` line for the person,
 * and supplies the password, because nobody can type one here.
 */
const session = (command: string) => `set -e -o pipefail
mkdir -p "$HOME/.oidc-agent"
eval "$(oidc-agent)" > /dev/null
trap 'oidc-agent --kill > /dev/null' EXIT
${command} --pw-cmd="echo secret" --no-url-call --confirm-default 2>&1 |
  sed -u -e 's#^.*\\(https\\?://[^ ]*${PATHS.authorize}?[^ ]*\\).*$#VISIT \\1#'
first=$(oidc-token my-account)
second=$(oidc-token --force-new my-account)
[ -n "$first" ] && [ -n "$second" ] && [ "$first" != "$second" ]
`;

async function account(scene: Scene): Promise<void> {
  const { issuer, folder } = scene;
  const command = generate(issuer.identifier, await issuer.setup.initialAccessToken());
  await run(scene, 'bash', ['-c', session(command)], { env: { HOME: folder, TMPDIR: folder } });
}

export const oidcAgent: Client = {
  id: 'oidc-agent',
  name: 'oidc-agent',
  about: 'Keeps tokens for programs on the command line, as ssh-agent keeps keys.',
  source: { kind: 'debian', package: 'oidc-agent-cli' },
  flows: [{ id: 'account', title: 'registers itself with an initial access token, code, refresh', run: account }],
  atServer: 'An initial access token for one registration.',
  atClient: 'Issuer and token.',
  samples: [{ title: 'Command', language: 'text', text: generate('https://passant.example.com/oauth', '…') }],
};

const guard = (issuer: string) => `location / {
  auth_request /who;
}
location = /who {
  internal;
  proxy_pass ${issuer}${PATHS.userInfo.replace('/oauth', '')};
  proxy_method GET;
  proxy_pass_request_body off;
  proxy_set_header Content-Length "";
  proxy_ssl_server_name on;
}
`;

async function authRequest(scene: Scene): Promise<void> {
  const { folder } = scene;
  const { url, port } = await scene.site();
  const file = join(folder, 'nginx.conf');
  writeFileSync(join(folder, 'index.html'), 'welcome');
  const server = `listen 127.0.0.1:${port}; root ${folder}; ${guard(scene.issuer.identifier)}`;
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  writeFileSync(
    file,
    `daemon off; pid ${folder}/nginx.pid; error_log stderr; events {}
http { ${paths.join(' ')} access_log off; server { ${server} } }`,
  );
  await serve(scene, port, 'nginx', ['-c', file, '-p', folder, '-e', 'stderr']);
  await expectGuarded(scene, `${url}/index.html`);
}

export const nginx: Client = {
  id: 'nginx',
  name: 'nginx, auth_request',
  about: 'Guards an API by asking another address whether a request may pass.',
  source: { kind: 'debian', package: 'nginx-light' },
  flows: [{ id: 'userinfo', title: 'userinfo as the address that is asked', run: authRequest }],
  atServer: 'Nothing: whoever has a token with the scope `openid` is let in.',
  atClient: 'The userinfo endpoint.',
  samples: [{ title: 'Guarding an API', language: 'text', text: guard('https://passant.example.com/oauth') }],
  faults: [
    'It looks at the status of the answer only. Pointed at introspection, it would let everybody in: an inactive token is ' +
      'answered with 200 (RFC 7662 §2.2).',
  ],
};
