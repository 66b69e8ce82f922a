import { PATHS } from '@passant/contracts';
import { type AttackCase, casesOf } from '../case.js';
import { NotTested, described, requireRefusal, requireStatus, requireThat } from '../judge.js';
import { mobile } from '../parts/mobile.js';
import { registrar } from '../parts/registrar.js';
import { web } from '../parts/web.js';
import type { World } from '../world.js';

const family = 'bodies';
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

const FORMS = casesOf({ family, severity: 'high', references: ['ASVS 15.3.7'], expected: '400 with invalid_request' }, [
  ...(
    [
      [
        'twice',
        'A parameter that stands in a form twice is refused.',
        'grant_type=client_credentials&grant_type=password',
      ],
      ['nul', 'A NUL in a form is refused.', 'grant_type=client_credentials%00'],
      ['list', 'A parameter with brackets is not read as a list.', 'grant_type[]=client_credentials'],
      ['object', 'A parameter with brackets is not read as an object.', 'grant_type[$ne]=x'],
      [
        'dots',
        'A parameter with the name of a prototype is not read as one.',
        '__proto__[grant_type]=client_credentials',
      ],
      ['semicolon', 'A semicolon does not part parameters.', 'a=b;grant_type=client_credentials'],
      [
        'many',
        'A form of fifty thousand parameters is refused.',
        Array.from({ length: 50_000 }, (_, at) => `p${at}=1`).join('&'),
      ],
      ['empty', 'A form without anything is refused.', ''],
    ] as [string, string, string][]
  ).map(([id, title, body]) => ({
    id: `form-${id}`,
    title,
    run: async (world: World) => {
      const { website } = await world.part(web);
      const headers = { ...FORM_TYPE, ...website.basic };
      const reply = await world.wire.ask('POST', PATHS.token, { headers, body });
      requireRefusal(reply, { status: [400, 413], error: ['invalid_request', 'unsupported_grant_type'] });
    },
  })),
]);

/** What a server said to bytes: the status, or 0 if it closed the connection without a word. */
async function statusOf(world: World, lines: string[], body = ''): Promise<number> {
  const { host } = new URL(world.url);
  const answer = await world.wire.bytes([lines[0], `Host: ${host}`, ...lines.slice(1), '', body].join('\r\n'));
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
}

const MESSAGES = casesOf(
  { family, severity: 'high', references: ['ASVS 4.2.1'], expected: 'a 4xx, or the connection is closed' },
  [
    ...(
      [
        [
          'smuggling',
          'A message with two lengths that differ is refused.',
          ['POST /oauth/v1/token HTTP/1.1', 'Content-Length: 3', 'Content-Length: 5'],
          'a=bcd',
        ],
        [
          'smuggling-chunked',
          'A message with a length and in chunks is refused.',
          ['POST /oauth/v1/token HTTP/1.1', 'Content-Length: 5', 'Transfer-Encoding: chunked'],
          '0\r\n\r\n',
        ],
        [
          'chunk-size',
          'A chunk whose size is no number is refused.',
          ['POST /oauth/v1/token HTTP/1.1', 'Transfer-Encoding: chunked'],
          'zz\r\nattack\r\n0\r\n\r\n',
        ],
        [
          'chunk-coding',
          'A transfer coding that nobody knows is refused.',
          ['POST /oauth/v1/token HTTP/1.1', 'Transfer-Encoding: chunked, attack'],
          '0\r\n\r\n',
        ],
        [
          'length-negative',
          'A negative length is refused.',
          ['POST /oauth/v1/token HTTP/1.1', 'Content-Length: -1'],
          '',
        ],
        [
          'header-space',
          'A header whose name ends with a space is refused.',
          ['GET /health/live HTTP/1.1', 'X-Attack : 1'],
          '',
        ],
        [
          'header-line',
          'A bare line feed does not make a header.',
          ['GET /health/live HTTP/1.1', 'X-Attack: 1\nX-Second: 2'],
          '',
        ],
        [
          'header-large',
          'Headers of a hundred kilobytes are refused.',
          ['GET /health/live HTTP/1.1', `X-Attack: ${'x'.repeat(100_000)}`],
          '',
        ],
        ['version', 'A version of HTTP that does not exist is refused.', ['GET /health/live HTTP/9.9'], ''],
        ['method', 'A method that does not exist is refused.', ['ATTACK /health/live HTTP/1.1'], ''],
      ] as [string, string, string[], string][]
    ).map(([id, title, lines, body]) => ({
      id: `message-${id}`,
      title,
      run: async (world: World) => {
        const status = await statusOf(world, lines, body);
        requireThat(
          status === 0 || (status >= 400 && status < 500) || status === 501 || status === 505,
          `It was answered ${status}.`,
        );
      },
    })),
    {
      id: 'message-answers',
      title: 'After all of these messages the server still answers.',
      references: ['ASVS 16.5.4'],
      expected: '200',
      async run(world) {
        requireStatus(await world.wire.ask('GET', PATHS.openIdConfiguration), 200);
        const { phone, oneStep } = await world.part(mobile);
        requireThat((await phone.register(oneStep)).text.includes('"access_token"'), 'A good registration is refused.');
      },
    },
  ],
);

const METHODS = casesOf({ family, severity: 'medium', references: ['ASVS 4.1.4'], expected: '404 or 405' }, [
  {
    id: 'method-override',
    title: 'A header does not turn one method into another.',
    async run(world) {
      const developer = await world.part(registrar);
      const client = await developer.client();
      for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
        const headers = { authorization: `Bearer ${client.registration_access_token}`, [name]: 'DELETE' };
        await world.wire.ask('GET', `${PATHS.client(client.client_id)}?_method=DELETE`, { headers });
        await world.wire.ask('POST', PATHS.client(client.client_id), { headers, form: { _method: 'DELETE' } });
      }
      const reply = await developer.manage('GET', client.client_id, client.registration_access_token);
      if (reply.status === 401) requireThat(false, 'The client was deleted by a request that was not DELETE.');
      requireStatus(reply, 200);
      requireThat((reply.json as { client_id?: string }).client_id === client.client_id, described(reply));
    },
  },
  ...['TRACE', 'CONNECT', 'PATCH', 'DELETE'].map((method) => ({
    id: `method-${method.toLowerCase()}`,
    title: `The token endpoint does not know the method ${method}.`,
    references: method === 'TRACE' ? ['ASVS 13.4.4'] : ['ASVS 4.1.4'],
    run: async (world: World) => {
      const status = await statusOf(world, [`${method} /oauth/v1/token HTTP/1.1`, 'Connection: close'], '');
      requireThat([0, 400, 404, 405, 501].includes(status), `It was answered ${status}.`);
    },
  })),
  {
    id: 'get-token',
    title: 'Nobody gets tokens with GET.',
    references: ['ASVS 14.2.1', 'ASVS 3.5.3'],
    async run(world) {
      const { website } = await world.part(web);
      const path = `${PATHS.token}?grant_type=client_credentials`;
      requireRefusal(await world.wire.ask('GET', path, { headers: website.basic }), {
        status: 405,
        error: 'invalid_request',
      });
    },
  },
  {
    id: 'forwarded',
    title: 'A caller does not give the server another name or address.',
    references: ['ASVS 4.1.3'],
    expected: 'the issuer is the same, whatever a header says',
    async run(world) {
      const headers = {
        'x-forwarded-host': 'attack.invalid',
        'x-forwarded-proto': 'gopher',
        'x-forwarded-prefix': '/attack',
        forwarded: 'host=attack.invalid',
        'x-original-url': '/admin/api/v1/session',
        'x-rewrite-url': '/admin/api/v1/session',
      };
      const reply = await world.wire.ask('GET', PATHS.openIdConfiguration, { headers });
      requireStatus(reply, 200);
      requireThat(!reply.text.includes('attack'), described(reply));
      requireThat((reply.json as { issuer?: string } | undefined)?.issuer === `${world.url}/oauth`, described(reply));
    },
  },
  {
    id: 'host',
    title: 'The name in the Host header does not become the name of the server.',
    references: ['ASVS 4.1.3'],
    expected: 'the issuer is the same, or the request is refused',
    async run(world) {
      const answer = await world.wire.bytes(
        `GET ${PATHS.openIdConfiguration} HTTP/1.1\r\nHost: attack.invalid\r\nConnection: close\r\n\r\n`,
      );
      if (answer === '') throw new NotTested('The connection was closed, by the server or by a proxy in front of it.');
      requireThat(!/attack\.invalid/.test(answer.split('\r\n\r\n').slice(1).join()), 'The answer repeats the name.');
      requireThat(
        !/^HTTP\/1\.1 2/.test(answer) || answer.includes(`"${world.url}/oauth"`),
        'The answer is not about this server.',
      );
    },
  },
]);

export const HTTP_MESSAGES: readonly AttackCase[] = [...FORMS, ...MESSAGES, ...METHODS];
