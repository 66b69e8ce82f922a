import { afterEach, describe, expect, it } from '@jest/globals';
import type { LimitQuery, LimitUse } from '@passant/contracts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen, within } from '@testing-library/react';
import { draw } from '../../test/draw.js';
import { asMoment } from '../lib/moments.js';
import { LimitsSection } from './limits-section.js';

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

/** Shows the limits of somebody, which the server answers so. Returns what it was asked. */
function shown(of: LimitQuery, items: LimitUse[]): string[] {
  const asked: string[] = [];
  globalThis.fetch = ((url: string) => {
    asked.push(url);
    return Promise.resolve({
      ...{ status: 200, ok: true, headers: { get: () => null } },
      text: () => Promise.resolve(JSON.stringify({ items })),
    });
  }) as unknown as typeof fetch;
  draw(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <LimitsSection of={of} />
    </QueryClientProvider>,
  );
  return asked;
}
const row = async (name: RegExp) => within(await screen.findByRole('row', { name })).getAllByRole('cell');

describe('The limits', () => {
  it('show what is used, which setting says how much there is, and when there is room again', async () => {
    const asked = shown({ application: 'city-app' }, [
      {
        ...{ limit: 'custom_registration', of: 'application', setting: 'PASSANT_REGISTRATIONS_PER_MINUTE' },
        ...{ size: 1200, period: 60, used: 1200, room_at: 1_795_255_382 },
      },
      { limit: 'client_change', of: 'client', size: 120, period: 3600 },
      {
        ...{ limit: 'token_request', of: 'network', setting: 'PASSANT_TOKEN_REQUESTS_PER_MINUTE' },
        ...{ size: 0, period: 60 },
      },
    ]);
    const texts = async (name: RegExp) => (await row(name)).map(({ textContent }) => textContent);
    expect(await texts(/^Registrations of people/)).toEqual([
      'Registrations of peoplePASSANT_REGISTRATIONS_PER_MINUTE',
      'The whole application',
      '1,200 a minute',
      `1,200 of 1,200Room again at ${asMoment(1_795_255_382_000)}`,
    ]);
    expect(await texts(/^Changes of a client/)).toEqual([
      ...['Changes of a client to its registrationFixed', 'Each client'],
      ...['120 an hour', 'Counted for each'],
    ]);
    expect(await texts(/^Requests for tokens/)).toEqual([
      ...['Requests for tokensPASSANT_TOKEN_REQUESTS_PER_MINUTE', 'Each network', 'No limit', '–'],
    ]);
    expect(asked).toEqual(['/admin/api/v1/limits?application=city-app']);
  });

  it('of one client name it where they are its own', async () => {
    shown({ client_id: 'c' }, [{ limit: 'client_change', of: 'client', size: 120, period: 3600, used: 3 }]);
    expect((await row(/^Changes of a client/)).slice(1).map(({ textContent }) => textContent)).toEqual([
      ...['This client', '120 an hour', '3 of 120'],
    ]);
  });
});
