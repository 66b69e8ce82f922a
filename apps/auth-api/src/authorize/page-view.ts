import { type Allowance, type IdentityProvider, staysOnDevice } from '@passant/protocol';
import type { ReactElement } from 'react';
import type { Interaction } from './interactions.js';
import { ConsentPage } from './pages/consent-page.js';
import { placeOf } from './pages/place.js';
import { AnswerPage, ProvidersPage, StartPage } from './pages/provider-pages.js';

/** What the person sees next. */
export type View = { interaction: Interaction } & (
  | { show: 'providers' }
  | { show: 'start'; provider: IdentityProvider; message?: string }
  | { show: 'answer'; provider: IdentityProvider; challenge?: string; message?: string }
  | { show: 'consent' }
);

/** Where a request has come to: a page, or an answer that the browser carries to the client. */
export type Turn = { view: View; allowance: Allowance; offered: IdentityProvider[] } | { location: string };

/** What a client is called before people. */
function nameOf({ client, application }: Allowance): string {
  return client.name ?? application?.name ?? client.clientId;
}

/** @param sealed the interaction as the page carries it */
export function pageOf(
  { view, allowance, offered }: Exclude<Turn, { location: string }>,
  sealed: string,
): ReactElement {
  const { redirectUri, scopes } = view.interaction;
  const context = { interaction: sealed, clientName: nameOf(allowance), place: placeOf(redirectUri) };
  const others = offered.length > 1;
  switch (view.show) {
    case 'providers':
      return ProvidersPage({ ...context, providers: offered });
    case 'start':
      return StartPage({ ...context, others, provider: view.provider, message: view.message });
    case 'answer': {
      const { provider, challenge, message } = view;
      return AnswerPage({ ...context, others, provider, challenge, message });
    }
    case 'consent':
      return ConsentPage({ ...context, scopes, onDevice: staysOnDevice(redirectUri) });
  }
}
