import type { Page } from '@playwright/test';
import { browse, signIn } from '../chromium-person.js';
import type { Client, Scene } from '../client.js';
import { STRANGER_HOST } from '../names.mjs';
import { servePage } from '../page-server.js';
import { sampleOf } from '../sample.js';

/** Waits for the result that a page's script writes when it is done. */
async function outcomeOf(page: Page): Promise<Record<string, unknown>> {
  const output = page.locator('output:not(:empty)');
  return JSON.parse((await output.textContent()) ?? '') as Record<string, unknown>;
}

async function code({ issuer, site, onEnd }: Scene): Promise<void> {
  const { url, port } = await site();
  const redirectUri = `${url}/callback`;
  const clientId = await issuer.setup.publicClient(redirectUri);
  onEnd(await servePage('oidc-client-ts', { issuer: issuer.identifier, clientId, redirectUri }, port));
  const outcome = await browse(url, async (page) => {
    const question = page.locator('[name=data]');
    // The site's script may fail before the login page appears.
    await question.or(page.locator('output:not(:empty)')).first().waitFor();
    if (await question.isVisible()) await signIn(page);
    return outcomeOf(page);
  });
  if (outcome['email'] !== 'ada@example.com' || outcome['renewed'] !== true) {
    throw new Error(`Error: the page says ${JSON.stringify(outcome)}`);
  }
}

/** Which responses a page of an unknown origin may read (CORS). */
const FOR_STRANGERS = {
  ...{ discovery: true, keys: true },
  ...{ token: false, revocation: false, introspection: false, authorize: false, administration: false },
};

async function stranger({ issuer, site, onEnd }: Scene): Promise<void> {
  const clientId = await issuer.setup.publicClient(`${(await site()).url}/callback`);
  const { url, port } = await site(STRANGER_HOST);
  onEnd(await servePage('stranger', { issuer: issuer.identifier, publicUrl: issuer.url, clientId }, port));
  const outcome = await browse(url, outcomeOf);
  const wrong = Object.entries(FOR_STRANGERS).filter(([what, expected]) => outcome[what] !== expected);
  if (wrong.length === 0) return;
  const said = wrong.map(([what, expected]) => `${what} ${expected ? 'is kept from it' : 'is open to it'}`);
  throw new Error(`Error: a page of another origin: ${said.join(', ')}`);
}

export const oidcClientTs: Client = {
  id: 'oidc-client-ts',
  name: 'oidc-client-ts',
  about: 'Signs people in from a page without a server of its own. Run in Chromium, on another origin.',
  source: { kind: 'browser', package: 'oidc-client-ts' },
  flows: [
    { id: 'code', title: 'public client: code, userinfo, refresh, revocation', run: code },
    { id: 'stranger', title: 'a page of an origin that no client has stays out', run: stranger },
  ],
  atServer:
    'A public client with the redirect URI of the page, whose origin is let in with it, and with the grant `refresh_token`.',
  atClient: 'Issuer, client id and redirect URI.',
  samples: [sampleOf('pages/oidc-client-ts', 'The page')],
  faults: [
    'Without a refresh token, `signinSilent` asks in a hidden frame with `prompt=none`. This server keeps nobody signed in, ' +
      'answers `login_required`, and the page waits until the frame times out.',
    '`automaticSilentRenew` tries once: if the token endpoint cannot be reached at that moment, the person is signed out when ' +
      'the token ends. Call `signinSilent` again on `silentRenewError`.',
  ],
};
