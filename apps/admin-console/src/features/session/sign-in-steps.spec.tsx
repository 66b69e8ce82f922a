import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { AdminSession } from '@passant/contracts';
import { draw } from '../../../test/draw.js';
import { SignInSteps } from './sign-in-steps.js';

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

const SESSION: AdminSession = { email: 'anna@example.org', role: 'Admin', csrf_token: 't', second_factor: 'ON' };
const WANTED = { second_factor: 'WANTED', accepts: ['CODE'], expires_at: 1 };
const refusal = (error: string, fields?: Record<string, string>) => ({
  error,
  error_description: 'No.',
  error_id: 'e-1',
  ...(fields ? { fields } : {}),
});
const WRONG = refusal('invalid_request', { code: 'is wrong' });

/** The form for somebody who has typed their password, at a server that answers like this to password and codes. */
async function signingIn(...answers: [status: number, body: object][]) {
  const sent: unknown[] = [];
  globalThis.fetch = ((url: string, { body }: { body: string }) => {
    sent.push([url.split('/v1')[1], JSON.parse(body)]);
    const [status, answer] = answers.shift()!;
    return Promise.resolve({
      status,
      ok: status < 400,
      headers: { get: () => null },
      text: () => Promise.resolve(JSON.stringify(answer)),
    });
  }) as unknown as typeof fetch;
  const onSignedIn = jest.fn();
  draw(
    <QueryClientProvider client={new QueryClient()}>
      <SignInSteps focus="email" onSignedIn={onSignedIn}>
        The console.
      </SignInSteps>
    </QueryClientProvider>,
  );
  const user = userEvent.setup();
  await user.type(screen.getByLabelText('E-mail'), 'anna@example.org');
  await user.type(screen.getByLabelText('Password'), 'secret{Enter}');
  const give = async (code: string) => {
    const field = await screen.findByLabelText('Code');
    await user.clear(field);
    await user.type(field, `${code}{Enter}`);
  };
  return { user, sent, onSignedIn, give };
}

describe('signing in', () => {
  it('is done with the password where there is no second factor', async () => {
    const { onSignedIn } = await signingIn([200, { ...SESSION, second_factor: 'OFF' }]);
    await waitFor(() => expect(onSignedIn).toHaveBeenCalledTimes(1));
    expect(screen.queryByLabelText('Code')).not.toBeInTheDocument();
  });

  it('asks for a code after the password, and again while it is wrong', async () => {
    const { sent, onSignedIn, give } = await signingIn([200, WANTED], [400, WRONG], [200, SESSION]);
    await give('000000');
    expect(await screen.findByRole('alert')).toHaveTextContent('This code is wrong, or was used before.');
    expect(onSignedIn).not.toHaveBeenCalled();
    await give('287 082');
    await waitFor(() => expect(onSignedIn).toHaveBeenCalledTimes(1));
    expect(sent.slice(1)).toEqual([
      ['/session/second-factor', { code: '000000' }],
      ['/session/second-factor', { code: '287 082' }],
    ]);
  });

  it('begins again with the password when the code came too late', async () => {
    const { give } = await signingIn([200, WANTED], [401, refusal('unauthorized')]);
    await give('287082');
    expect(await screen.findByRole('alert')).toHaveTextContent(/Begin again with your password/);
    expect(screen.getByLabelText('Password')).toHaveValue('');
    expect(screen.getByLabelText('E-mail')).toHaveValue('anna@example.org');
  });

  it('can be begun again by somebody else', async () => {
    const { user } = await signingIn([200, WANTED]);
    await user.click(await screen.findByRole('button', { name: 'Start again' }));
    expect(screen.getByLabelText('Password')).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('says how it is with too many codes', async () => {
    const { give } = await signingIn([200, WANTED], [429, refusal('temporarily_unavailable')]);
    await give('000000');
    expect(await screen.findByRole('alert')).toHaveTextContent('Too many attempts.');
  });
});
