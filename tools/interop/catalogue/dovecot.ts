import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type CreateApiClient, PATHS } from '@passant/contracts';
import type { Client, Scene } from '../client.js';
import { freePort } from '../../lib/free-port.mjs';
import { CA_BUNDLE, serve, withLog } from '../native.js';
import { tokenOf } from '../token.js';

interface Values {
  /** Introspection endpoint. */
  address: string;
  clientId: string;
  clientSecret: string;
  attribute: string;
}

const introspecting = ({ address, clientId, clientSecret, attribute }: Values) =>
  `introspection_mode = post
introspection_url = ${address}
client_id = ${clientId}
client_secret = ${clientSecret}
active_attribute = active
active_value = true
username_attribute = ${attribute}
tls_ca_cert_file = ${CA_BUNDLE}
`;

const userinfo = (issuer: string) =>
  `introspection_mode = auth
introspection_url = ${issuer}${PATHS.userInfo.replace('/oauth', '')}
username_attribute = sub
tls_ca_cert_file = ${CA_BUNDLE}
`;

const service = (folder: string, port: number, oauth2: string) => `protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
auth_mechanisms = xoauth2 oauthbearer
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${oauth2}
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${folder}/mail/%u
}
first_valid_uid = 1
mail_location = maildir:~/mail
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
`;

/** Signs in to the IMAP server as a mail client does (XOAUTH2). @returns the server's final response */
async function signIn(port: number, user: string, token: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const lines = createInterface(socket)[Symbol.asyncIterator]();
  await lines.next();
  const initial = Buffer.from(`user=${user}\u0001auth=Bearer ${token}\u0001\u0001`).toString('base64');
  socket.write(`a AUTHENTICATE XOAUTH2 ${initial}\r\n`);
  for (;;) {
    const { value = '', done } = await lines.next();
    // Before it refuses, the server sends a continuation with the reason, which the client answers with an empty line.
    if (value.startsWith('+')) socket.write('\r\n');
    if (!done && !value.startsWith('a ')) continue;
    socket.destroy();
    return value;
  }
}

async function expectMail(scene: Scene, configuration: string, user = 'ada'): Promise<void> {
  const { folder, issuer } = scene;
  const port = await freePort();
  const oauth2 = join(folder, 'dovecot-oauth2.conf.ext');
  const file = join(folder, 'dovecot.conf');
  writeFileSync(oauth2, configuration);
  writeFileSync(file, service(folder, port, oauth2));
  await withLog(join(folder, 'dovecot.log'), async () => {
    await serve(scene, port, 'dovecot', ['-F', '-c', file]);
    const bad = await signIn(port, user, '0'.repeat(64));
    if (!bad.startsWith('a NO')) throw new Error(`Error: with a bad token it says ${bad}`);
    const good = await signIn(port, user, await tokenOf(issuer));
    if (!good.startsWith('a OK')) throw new Error(`Error: with a good token it says ${good}`);
  });
}

const byIntrospection =
  (attribute: string, user: string, changes: Partial<CreateApiClient> = {}, inUrl = false) =>
  async (scene: Scene) => {
    const { clientId, clientSecret } = await scene.issuer.setup.apiClient(changes);
    const address = new URL(scene.issuer.url + PATHS.introspectV2);
    if (inUrl) [address.username, address.password] = [clientId, clientSecret];
    const values = { address: address.href, clientId, clientSecret, attribute };
    await expectMail(scene, introspecting(values), user);
  };

export const dovecot: Client = {
  id: 'dovecot',
  name: 'Dovecot',
  about: 'Mail server. People sign in to IMAP with an access token (XOAUTH2, OAUTHBEARER).',
  source: { kind: 'debian', package: 'dovecot-imapd' },
  flows: [
    { id: 'introspection', title: 'API client: introspection, mode post', run: byIntrospection('sub', 'ada') },
    {
      id: 'introspection-twice',
      title: 'API client: introspection, credentials in the address, too',
      run: byIntrospection('sub', 'ada', {}, true),
    },
    {
      id: 'introspection-email',
      title: 'API client: introspection, mailbox named by email',
      run: byIntrospection('email', 'ada@example.com', { introspection_flat_user_details: true }),
    },
    {
      id: 'userinfo',
      title: 'userinfo, mode auth',
      run: (scene) => expectMail(scene, userinfo(scene.issuer.identifier)),
    },
  ],
  atServer:
    'An API client. For a mailbox that is named by `email`, let its answers repeat `user_details` on the top level.',
  atClient: 'Mode `post` for introspection, mode `auth` for userinfo, which needs no API client.',
  samples: [
    {
      title: 'dovecot-oauth2.conf.ext with introspection',
      language: 'text',
      text: introspecting({
        address: `https://passant.example.com${PATHS.introspectV2}`,
        ...{ clientId: 'CLIENT_ID', clientSecret: 'CLIENT_SECRET', attribute: 'sub' },
      }),
    },
    {
      title: 'dovecot-oauth2.conf.ext with userinfo',
      language: 'text',
      text: userinfo('https://passant.example.com/oauth'),
    },
  ],
  faults: [
    'Mode `get` puts the token into the address, where it ends in logs; it is answered 405 (RFC 7662 §2.1 wants POST).',
    'It cannot read claims that are nested.',
  ],
};
