import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Overview as Answer } from '@passant/contracts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider, createMemoryHistory, createRootRoute, createRouter } from '@tanstack/react-router';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { draw } from '../../../test/draw.js';
import { Overview } from './overview.js';

const realFetch = globalThis.fetch;
beforeEach(() => {
  window.scrollTo = () => undefined;
});
afterEach(() => {
  globalThis.fetch = realFetch;
});

function shown(answer: Answer | object, status = 200) {
  globalThis.fetch = (() =>
    Promise.resolve({
      status,
      ok: status === 200,
      headers: { get: () => null },
      text: () => Promise.resolve(JSON.stringify(answer)),
    })) as unknown as typeof fetch;
  const router = createRouter({
    routeTree: createRootRoute({ component: Overview }),
    history: createMemoryHistory(),
  });
  return draw(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
}

const IDLE = { in_progress: { scripts_executing: 0, scripts_waiting: 0, writes_waiting: 0 } };
const NOTHING = { concerns: [], hours: [], refusals: [], ...IDLE };

describe('the overview', () => {
  it('says that nothing is wrong', async () => {
    shown(NOTHING);
    expect(await screen.findByText('Nothing is wrong, and nothing ends soon.')).toBeInTheDocument();
    expect(screen.getByText('Nothing was refused in the last fifteen minutes.')).toBeInTheDocument();
    expect(
      screen.getByText('Nothing ran in the last 24 hours. What the simulated phone does is not counted.'),
    ).toBeInTheDocument();
  });

  it('leads from what is wrong to where it can be mended, and from a refusal to its explanation', async () => {
    shown({
      ...NOTHING,
      concerns: [{ kind: 'open_breaker', hook: 'rules', name: 'Rules' }],
      refusals: [
        { error_id: 'e-1', error: 'invalid_scope', description: 'No.', check: 'scope', application: 'a', occurred: 1 },
      ],
    });
    expect(await screen.findByText('The web hook Rules does not answer')).toBeInTheDocument();
    const mend = screen.getByRole('link', { name: 'Open the web hook' });
    expect(mend).toHaveAttribute('href', '/configuration/web-hooks/rules');
    expect(screen.getByRole('link', { name: 'invalid_scope' })).toHaveAttribute('href', '/activity?refusal=e-1');
    expect(screen.getByText(/not passed: scope/)).toBeInTheDocument();
  });

  it('shows what ran as a table, for a day and for a week', async () => {
    const hour = Math.floor(Date.now() / 3_600_000) * 3600;
    const registrations = { valid: 41, retry: 1, unrecoverable: 0, failed: 0 };
    shown({
      ...NOTHING,
      hours: [
        {
          ...{ hour: hour - 30 * 3600, registrations, runs: 84, mean_ms: 2, longest_ms: 9 },
          ...{ turned_away: 0, introspections: { active: 7, inactive: 1 } },
          refusals: [{ error: 'invalid_scope', times: 5 }],
        },
      ],
    });
    const user = userEvent.setup();
    await screen.findByText('Nothing ran in the last 24 hours. What the simulated phone does is not counted.');
    await user.click(screen.getByRole('radio', { name: 'Table' }));
    await user.click(screen.getByRole('radio', { name: '7 days' }));
    expect(screen.getByText(/^42 registrations in the last 7 days: 41 success and 1 retry\./)).toBeInTheDocument();
    const table = screen.getByRole('table', { name: 'What ran in the last 7 days' });
    expect(within(table).getAllByRole('row')).toHaveLength(8);
    expect(within(table).getByRole('row', { name: /41 1 0 0 2\.0 ms 9\.0 ms 0 7 1 5/ })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'invalid_scope' }).getAttribute('href')).toMatch(
      /^\/activity\?error=invalid_scope&from=\d+$/,
    );
  });

  it('is left out for whoever may not see what happens on the server', async () => {
    shown({ error: 'forbidden', error_description: 'No.', error_id: 'x' }, 403);
    expect(await screen.findByText('What needs a look')).toBeInTheDocument();
    await waitFor(() => expect(screen.queryByText('What needs a look')).not.toBeInTheDocument());
  });

  it('says if it could not be read', async () => {
    shown({}, 500);
    expect(await screen.findByRole('button', { name: /again/i })).toBeInTheDocument();
  });
});
