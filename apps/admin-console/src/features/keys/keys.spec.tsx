import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { SigningKey } from '@passant/contracts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { draw } from '../../../test/draw.js';
import { EndSessions } from './sessions-section.js';
import { SigningKeysSection } from './signing-keys-section.js';

const key = (kid: string, state: SigningKey['state']): SigningKey => ({
  kid,
  algorithm: 'ES256',
  state,
  created_at: 1_795_255_382,
});
const BEFORE = [key('leaked', 'current'), key('announced', 'next')];
const AFTER = [
  { ...key('leaked', 'withdrawn'), withdrawn_at: 1_795_255_999 },
  key('announced', 'current'),
  key('new', 'next'),
];

const realFetch = globalThis.fetch;
let sent: { url: string; body: unknown }[];
beforeEach(() => {
  sent = [];
});
afterEach(() => {
  globalThis.fetch = realFetch;
});

/** Fake server: responds to changes with `changed`, and to everything else with `read`. */
function serving(changed: unknown, read: unknown = {}): void {
  globalThis.fetch = ((url: string, init: RequestInit) => {
    const isChange = init.method === 'POST';
    if (isChange) sent.push({ url, body: JSON.parse(init.body as string) });
    return Promise.resolve({
      status: 200,
      ok: true,
      headers: { get: () => null },
      text: () => Promise.resolve(JSON.stringify(isChange ? changed : read)),
    });
  }) as unknown as typeof fetch;
}

function keysFor(mayChange: boolean) {
  serving({ items: AFTER }, { items: BEFORE });
  draw(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <SigningKeysSection mayChange={mayChange} />
    </QueryClientProvider>,
  );
}

describe('the signing keys', () => {
  it('show which one signs, and what becomes of one that is withdrawn', async () => {
    keysFor(true);
    const user = userEvent.setup();
    const row = (await screen.findByText('leaked')).closest('tr')!;
    expect(within(row).getByText('Signs')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Withdraw leaked' }));
    expect(await screen.findByText(/The announced key signs at once/)).toBeInTheDocument();
    await user.type(screen.getByLabelText('Reason'), 'found in a backup');
    await user.type(screen.getByLabelText(/^Type the word/), 'withdraw{Enter}');
    expect(await screen.findByText('Withdrawn')).toBeInTheDocument();
    expect(sent).toEqual([
      { url: '/admin/api/v1/keys/withdraw', body: { kids: ['leaked'], reason: 'found in a backup' } },
    ]);
    expect(screen.queryByRole('button', { name: 'Withdraw leaked' })).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Withdraw new' })).toBeInTheDocument();
  });

  it('are only to be looked at for whoever may not change anything', async () => {
    keysFor(false);
    expect(await screen.findByText('announced')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /^Withdraw/ })).not.toBeInTheDocument();
  });
});

describe('the end of all sessions', () => {
  it('takes the words and a reason, and leads to where nobody is signed in', async () => {
    serving({ sessions: 3 });
    const onEnded = jest.fn(() => Promise.resolve());
    draw(<EndSessions onEnded={onEnded} />);
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: 'End all sessions' }));
    await user.type(await screen.findByLabelText('Reason'), 'a laptop was stolen');
    expect(onEnded).not.toHaveBeenCalled();
    await user.type(screen.getByLabelText(/^Type the words/), 'end all{Enter}');
    await waitFor(() => expect(onEnded).toHaveBeenCalledTimes(1));
    expect(sent).toEqual([{ url: '/admin/api/v1/sessions/end', body: { reason: 'a laptop was stolen' } }]);
  });
});
