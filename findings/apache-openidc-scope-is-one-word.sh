#!/usr/bin/env bash
# libapache2-mod-auth-openidc 2.4.12.3-2+deb12u4 with apache2-bin 2.4.68-1~deb12u1 (Debian 12): an Apache that is a resource
# server compares the scopes of a token as one word, and what it answers does not say what is missing.
#
# Guess: behind "AuthType oauth20", `Require claim scope:read` lets a token with the scopes "read write" in, as a list of
# values in `aud` does; a token without the scope is answered 403 with error="insufficient_scope"; a token that is active
# is let in, whoever it is about; and while the authorization server answers 503, so does Apache.
# Seen: the claim `scope` is one string, so that only a token with this one scope passes (a regular expression after
# "scope~" finds the word). Whoever lacks it is answered 401 without any WWW-Authenticate. A token without a `sub`, as
# client credentials have it, is invalid_token, unless OIDCOAuthRemoteUserClaim names a claim that it has. And 503 becomes
# 401 invalid_token, after which a client throws a good token away.
# Who is hurt: operators who put Apache in front of an API, and clients that do what an answer says.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
# Apache started by root serves as somebody else. The packages are unpacked, not installed.
chmod 755 "$folder"
apt-get download -qq apache2-bin=2.4.68-1~deb12u1 libapache2-mod-auth-openidc=2.4.12.3-2+deb12u4 \
  libapr1 libaprutil1 libcjose0 libhiredis0.14 libjansson4 liblua5.3-0 libcurl4 2>/dev/null
for package in *.deb; do dpkg -x "$package" root; done
export LD_LIBRARY_PATH="$folder/root/usr/lib/x86_64-linux-gnu"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out certificate.pem -days 2 \
  -subj /CN=127.0.0.1 2>/dev/null
cat > probe.mjs <<'PROBE'
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { createServer as createSocketServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

let changed = false;
function seen(what, now, then) {
  console.log(`${what}: ${JSON.stringify(now)}`);
  if (JSON.stringify(now) === JSON.stringify(then)) return;
  console.error(`This has changed: ${JSON.stringify(then)} was seen.`);
  changed = true;
}

const exp = Math.floor(Date.now() / 1000) + 300;
const answers = {
  one: { active: true, sub: 'somebody', client_id: 'app', scope: 'read', exp },
  two: { active: true, sub: 'somebody', client_id: 'app', scope: 'read write', exp },
  audiences: { active: true, sub: 'somebody', client_id: 'app', aud: ['https://a.example', 'https://b.example'], exp },
  machine: { active: true, client_id: 'app', scope: 'read', exp },
  outage: undefined,
};
const keys = { key: readFileSync('key.pem'), cert: readFileSync('certificate.pem') };
const authorizationServer = createServer(keys, async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const answer = answers[new URLSearchParams(body).get('token')];
  response.writeHead(answer ? 200 : 503, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer ?? { error: 'temporarily_unavailable' }));
}).listen(0, '127.0.0.1');
await once(authorizationServer, 'listening');

const free = createSocketServer().listen(0, '127.0.0.1');
await once(free, 'listening');
const { port } = free.address();
free.close();

const here = process.cwd();
const demands = {
  anybody: 'Require valid-user',
  scope: 'Require claim scope:read',
  word: String.raw`Require claim "scope~(^|\\s)read(\\s|$)"`,
  other: 'Require claim scope:admin',
  audience: 'Require claim aud:https://b.example',
};
for (const name of Object.keys(demands)) {
  mkdirSync(`www/${name}`, { recursive: true });
  writeFileSync(`www/${name}/in`, 'in');
}
const modules = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'auth_openidc'];
const configuration = (more) => `
ServerRoot ${here}
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
PidFile httpd.pid
ErrorLog error.log
User nobody
Group nogroup
Mutex default:${here}
DocumentRoot ${here}/www
${modules.map((one) => `LoadModule ${one}_module ${here}/root/usr/lib/apache2/modules/mod_${one}.so`).join('\n')}
OIDCOAuthIntrospectionEndpoint https://127.0.0.1:${authorizationServer.address().port}/introspect
OIDCOAuthSSLValidateServer Off
OIDCOAuthClientID api
OIDCOAuthClientSecret secret
OIDCCryptoPassphrase passphrase
${more}
${Object.entries(demands)
  .map(([name, demand]) => `<Location /${name}>\nAuthType oauth20\n${demand}\n</Location>`)
  .join('\n')}
`;

async function withApache(more, use) {
  writeFileSync('httpd.conf', configuration(more));
  const apache = spawn('root/usr/sbin/apache2', ['-f', `${here}/httpd.conf`, '-DFOREGROUND'], { stdio: 'inherit' });
  const gone = once(apache, 'exit');
  const ask = async (path, token) => {
    const answer = await fetch(`http://127.0.0.1:${port}/${path}/in`, { headers: { authorization: `Bearer ${token}` } });
    await answer.text();
    const challenge = answer.headers.get('www-authenticate');
    return [answer.status, /error="(\w+)"/.exec(challenge ?? '')?.[1] ?? challenge];
  };
  for (;;) {
    try {
      await fetch(`http://127.0.0.1:${port}/anybody/in`);
      break;
    } catch (error) {
      if (apache.exitCode !== null) throw new Error(readFileSync('error.log', 'utf8'), { cause: error });
      await wait(50);
    }
  }
  await use(ask);
  apache.kill('SIGTERM');
  await gone;
}

await withApache('', async (ask) => {
  seen('one scope, the right one', await ask('scope', 'one'), [200, null]);
  seen('two scopes, one of them right', await ask('scope', 'two'), [401, null]);
  seen('two scopes, found as a word', await ask('word', 'two'), [200, null]);
  seen('two audiences, one of them right', await ask('audience', 'audiences'), [200, null]);
  seen('without the scope', await ask('other', 'one'), [401, null]);
  seen('without a subject', await ask('anybody', 'machine'), [401, 'invalid_token']);
  seen('the authorization server is away', await ask('anybody', 'outage'), [401, 'invalid_token']);
});
await withApache('OIDCOAuthRemoteUserClaim client_id', async (ask) => {
  seen('without a subject, known by the client', await ask('anybody', 'machine'), [200, null]);
});
authorizationServer.close();
authorizationServer.closeAllConnections();
process.exit(changed ? 1 : 0);
PROBE
node probe.mjs
