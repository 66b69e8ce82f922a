import {
  type Allowance,
  type AnswerAddress,
  type IdentityProvider,
  hostOfDocument,
  staysOnDevice,
} from '@passant/protocol';
import type { ReactElement } from 'react';
import type { Interaction } from './interactions.js';
import { ConsentPage } from './pages/consent-page.js';
import { placeOf } from './pages/place.js';
import type { ToldByScope } from './pages/told.js';
import { AnswerPage, ProvidersPage, StartPage } from './pages/provider-pages.js';

/** The view that the person sees next. */
export type View = { interaction: Interaction } & (
  | { show: 'providers' }
  | { show: 'start'; provider: IdentityProvider; message?: string }
  | { show: 'answer'; provider: IdentityProvider; challenge?: string; message?: string }
  | { show: 'consent'; told: ToldByScope[] }
);

/** A page with a form, and its context. */
export interface Step {
  view: View;
  allowance: Allowance;
  offered: IdentityProvider[];
}

/**
 * The outcome of a request: a page, or an answer that the browser takes to the client. `declined`: the person did not
 * agree, and the browser goes to this address only if they choose to.
 */
export type Turn = Step | { location: string; declined?: AnswerAddress };

/** The client's display name. */
function nameOf({ client, application }: Allowance): string {
  return client.name ?? application?.name ?? client.clientId;
}

/** @param sealed the sealed interaction that the page carries */
export function pageOf({ view, allowance, offered }: Step, sealed: string): ReactElement {
  const { redirectUri } = view.interaction;
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
    case 'consent': {
      const { clientId, documentFetchedAt } = allowance.client;
      return ConsentPage({
        ...context,
        told: view.told,
        onDevice: staysOnDevice(redirectUri),
        host: documentFetchedAt === null ? undefined : hostOfDocument(clientId),
        stateless: view.interaction.stateless ?? false,
      });
    }
  }
}
