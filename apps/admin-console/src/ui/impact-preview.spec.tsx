import { describe, expect, it, jest } from '@jest/globals';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Impact } from '@passant/contracts';
import { draw } from '../../test/draw.js';
import { ApiError } from '../lib/api/api-error.js';
import { ImpactLine, useImpact } from './impact-preview.js';

const COUNTS = { request: 'complete', requests: 312, refused: 12, admitted: 0, changed: 0, uncertain: 0 } as const;
const IMPACT: Impact = {
  since: 1_800_000_000,
  requests: [COUNTS],
  groups: [
    {
      effect: 'refused',
      request: 'complete',
      application: 'city-app',
      identity_provider: 'scheme',
      grant: 'default',
      platform: 'ios',
      version: '1.0',
      requests: 12,
      error: 'unauthorized_client',
      reason: 'This version of the application may no longer register users.',
    },
  ],
  requests_left_out: 0,
  requests_not_judged: 0,
  members_not_judged: ['scripts'],
};

type Ask = (changes: object, signal: AbortSignal) => Promise<Impact>;

function Line({ changes, ask }: { changes: object; ask: Ask }) {
  const impact = useImpact({ of: 'application', identifier: 'city-app', changes, ask });
  return <ImpactLine of="application" impact={impact} nameOf={(member) => member.toUpperCase()} />;
}

function line(ask: Ask, changes: object = { enabled: false }) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  draw(
    <QueryClientProvider client={client}>
      <Line {...{ changes, ask }} />
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

describe('the line about the impact of a change', () => {
  it('says that it compares, until there is an answer', async () => {
    line(() => new Promise(() => {}));
    expect(await screen.findByRole('status')).toHaveTextContent('Comparing with the requests of the last day…');
  });

  it('says how many would be refused, and for which version and why', async () => {
    const user = line(() => Promise.resolve(IMPACT));
    expect(await screen.findByText(/^Of 312 registrations since .*, 12 would be refused\.$/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Show details' }));
    const row = await screen.findByRole('row', { name: /^12 registration without grant_type iOS 1\.0 scheme refused/ });
    expect(row).toHaveTextContent('This version of the application may no longer register users.');
    expect(screen.getByText('What was counted says nothing about: SCRIPTS.')).toBeInTheDocument();
  });

  it('asks nothing while nothing is changed', () => {
    const ask = jest.fn<Ask>();
    line(ask, {});
    expect(ask).not.toHaveBeenCalled();
    expect(screen.queryByRole('status')).toBeNull();
  });

  it('says that it could not be found out, and asks again', async () => {
    const ask = jest
      .fn<Ask>()
      .mockRejectedValueOnce(new ApiError(0, 'unreachable', 'Away.'))
      .mockResolvedValue(IMPACT);
    const user = line(ask);
    expect(await screen.findByText('What this does to requests could not be found out.')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(/12 would be refused/)).toBeInTheDocument();
  });

  it('leaves it to the form to say what is wrong with it', async () => {
    const ask = jest.fn<Ask>().mockRejectedValue(new ApiError(400, 'invalid_request', 'No.'));
    line(ask);
    await expect(screen.findByText(/could not be found out/, {}, { timeout: 300 })).rejects.toThrow();
    expect(ask).toHaveBeenCalled();
  });
});
