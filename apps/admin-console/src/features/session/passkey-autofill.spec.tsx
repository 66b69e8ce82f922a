import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { draw } from '../../../test/draw.js';
import { SignInSteps } from './sign-in-steps.js';

const SESSION = { email: 'anna@example.org', role: 'Admin', csrf_token: 't', second_factor: 'ON' };
const REFUSAL = { error: 'unauthorized', error_description: 'No.', error_id: 'e-1' };
const CHALLENGE = '/session/passkey/challenge';
const question = (timeout = 300_000) => ({
  challenge: 'AAAA',
  rpId: 'localhost',
  timeout,
  userVerification: 'required',
});

type Question = { mediation?: string; signal: AbortSignal; publicKey: { challenge: ArrayBuffer } };

const realFetch = globalThis.fetch;
const bytes = () => new Uint8Array([1, 2, 3]).buffer;
/** What a device answers, as browsers give it. */
const CHOSEN = {
  ...{ id: 'AQID', rawId: bytes(), type: 'public-key', authenticatorAttachment: 'platform' },
  response: { authenticatorData: bytes(), clientDataJSON: bytes(), signature: bytes(), userHandle: bytes() },
  getClientExtensionResults: () => ({}),
};

/** Sets a member of the browser that the test environment has not. */
function provide(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { configurable: true, writable: true, value });
}

/** Makes the browser one that knows passkeys, with these static members of the interface. */
function knowPasskeys(members: object): void {
  provide(window, 'PublicKeyCredential', Object.assign(class {}, members));
}

/** The questions that the page has put to the browser, and how to answer the last one. */
let questions: (Question & { choose: () => void; fail: (name: string) => void })[];

beforeEach(() => {
  questions = [];
  provide(window, 'isSecureContext', true);
  knowPasskeys({ isConditionalMediationAvailable: () => Promise.resolve(true) });
  const get = (asked: Question) =>
    new Promise((resolve, reject) => {
      asked.signal.addEventListener('abort', () => reject(asked.signal.reason as Error));
      const fail = (name: string) => reject(Object.assign(new Error('no'), { name }));
      questions.push({ ...asked, choose: () => resolve(CHOSEN), fail });
    });
  provide(navigator, 'credentials', { get });
});

afterEach(() => {
  globalThis.fetch = realFetch;
  for (const name of ['PublicKeyCredential', 'isSecureContext']) Reflect.deleteProperty(window, name);
  Reflect.deleteProperty(navigator, 'credentials');
});

/** The form at a server that answers like this, by what follows the version in the path. */
function signIn(answers: Record<string, () => [status: number, body: object]>) {
  const sent: string[] = [];
  globalThis.fetch = ((url: string) => {
    const path = url.split('/v1')[1]!;
    sent.push(path);
    const [status, answer] = answers[path]!();
    const text = () => Promise.resolve(JSON.stringify(answer));
    return Promise.resolve({ status, ok: status < 400, headers: { get: () => null }, text });
  }) as unknown as typeof fetch;
  const onSignedIn = jest.fn();
  const { unmount } = draw(
    <QueryClientProvider client={new QueryClient()}>
      <SignInSteps focus="email" onSignedIn={onSignedIn}>
        The console.
      </SignInSteps>
    </QueryClientProvider>,
  );
  return { sent, onSignedIn, unmount, user: userEvent.setup() };
}

const asking = { [CHALLENGE]: () => [200, question()] as [number, object] };

describe('a passkey among what the browser fills in', () => {
  it('signs in when it is chosen', async () => {
    const { sent, onSignedIn } = signIn({ ...asking, '/session/passkey': () => [200, SESSION] });
    await waitFor(() => expect(questions).toHaveLength(1));
    expect(questions[0]).toMatchObject({ mediation: 'conditional' });
    expect(screen.getByLabelText('E-mail')).toHaveAttribute('autocomplete', 'username webauthn');
    questions[0]!.choose();
    await waitFor(() => expect(onSignedIn).toHaveBeenCalledTimes(1));
    expect(sent).toEqual([CHALLENGE, '/session/passkey']);
  });

  it('takes one challenge however much is typed, and leaves the password alone', async () => {
    const { sent, onSignedIn, unmount, user } = signIn({ ...asking, '/session': () => [200, SESSION] });
    await waitFor(() => expect(questions).toHaveLength(1));
    await user.type(screen.getByLabelText('E-mail'), 'anna@example.org');
    await user.type(screen.getByLabelText('Password'), 'secret{Enter}');
    await waitFor(() => expect(onSignedIn).toHaveBeenCalledTimes(1));
    expect(sent).toEqual([CHALLENGE, '/session']);
    unmount();
    expect(questions[0]!.signal.aborted).toBe(true);
  });

  it('makes way for the button, and is offered again when that came to nothing', async () => {
    const { sent, user } = signIn(asking);
    await waitFor(() => expect(questions).toHaveLength(1));
    await user.click(screen.getByRole('button', { name: 'Use a passkey' }));
    await waitFor(() => expect(questions).toHaveLength(2));
    expect(questions[0]!.signal.aborted).toBe(true);
    expect(questions[1]!.mediation).toBeUndefined();
    questions[1]!.fail('NotAllowedError');
    expect(await screen.findByRole('alert')).toHaveTextContent('No passkey was chosen');
    await waitFor(() => expect(questions).toHaveLength(3));
    expect(questions[2]).toMatchObject({ mediation: 'conditional' });
    expect(sent).toEqual([CHALLENGE, CHALLENGE, CHALLENGE]);
  });

  it('says when it was not accepted, and asks with another challenge', async () => {
    const { sent } = signIn({ ...asking, '/session/passkey': () => [401, REFUSAL] });
    await waitFor(() => expect(questions).toHaveLength(1));
    questions[0]!.choose();
    expect(await screen.findByRole('alert')).toHaveTextContent('This passkey was not accepted.');
    await waitFor(() => expect(questions.length).toBeGreaterThan(1));
    expect(sent.slice(0, 3)).toEqual([CHALLENGE, '/session/passkey', CHALLENGE]);
  });

  it('is asked for anew before its challenge has grown old', async () => {
    const lives = [20, 300_000];
    const { sent } = signIn({ [CHALLENGE]: () => [200, question(lives.shift())] });
    await waitFor(() => expect(questions).toHaveLength(2));
    expect(questions.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    expect(sent).toEqual([CHALLENGE, CHALLENGE]);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it.each<[string, () => void]>([
    ['has none', () => Reflect.deleteProperty(window, 'PublicKeyCredential')],
    ['does not fill them in', () => knowPasskeys({})],
    ['fills none in here', () => knowPasskeys({ isConditionalMediationAvailable: () => Promise.resolve(false) })],
  ])('is not asked for, and nothing said, where the browser %s', async (_, change) => {
    change();
    const { sent, onSignedIn, user } = signIn({ ...asking, '/session': () => [200, SESSION] });
    await user.type(screen.getByLabelText('E-mail'), 'anna@example.org');
    await user.type(screen.getByLabelText('Password'), 'secret{Enter}');
    await waitFor(() => expect(onSignedIn).toHaveBeenCalledTimes(1));
    expect(sent).toEqual(['/session']);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it.each(['NotAllowedError', 'AbortError', 'SecurityError'])('is passed over in silence after %s', async (name) => {
    const { sent, onSignedIn, user } = signIn({ ...asking, '/session': () => [200, SESSION] });
    await waitFor(() => expect(questions).toHaveLength(1));
    questions[0]!.fail(name);
    await user.type(screen.getByLabelText('E-mail'), 'anna@example.org');
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    await user.type(screen.getByLabelText('Password'), 'secret{Enter}');
    await waitFor(() => expect(onSignedIn).toHaveBeenCalledTimes(1));
    expect(sent).toEqual([CHALLENGE, '/session']);
  });

  it.each([403, 409, 503])('is passed over in silence where the server answers %i', async (status) => {
    const { sent, user } = signIn({ [CHALLENGE]: () => [status, REFUSAL] });
    await waitFor(() => expect(sent).toEqual([CHALLENGE]));
    await user.type(screen.getByLabelText('E-mail'), 'anna@example.org');
    expect(questions).toEqual([]);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(sent).toEqual([CHALLENGE]);
  });
});
