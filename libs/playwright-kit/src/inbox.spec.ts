import { Inbox } from './inbox.js';
import type { Passant } from './server/passant.js';

let inbox: Inbox;
beforeEach(async () => void (inbox = await Inbox.open({} as Passant)));
afterEach(() => inbox.close());

describe('What the inbox receives', () => {
  it.each<[what: string, type: string, text: string, body: Record<string, unknown>]>([
    ['JSON', 'application/json', '{"name":"Zoë"}', { name: 'Zoë' }],
    ['a form', 'application/x-www-form-urlencoded', 'state=1&code=a%20b', { state: '1', code: 'a b' }],
    ['a text', 'text/plain', 'It is done.', {}],
    ['JSON that is broken', 'application/json', '{"name":', {}],
    ['JSON that is no object', 'application/json', 'null', {}],
    ['nothing', 'application/json', '', {}],
  ])('may be %s', async (_, type, text, body) => {
    const reply = await fetch(`${inbox.url}/hook?x=1`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: text,
    });
    expect(reply.status).toBe(200);
    expect(await inbox.next()).toMatchObject({ path: '/hook?x=1', text, body });
  });
});
