import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  Outlet,
  RouterProvider,
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
} from '@tanstack/react-router';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { AdminSession } from '@passant/contracts';
import { draw } from '../../../test/draw.js';
import { keys } from '../../lib/queries/keys.js';
import type { Entry } from './palette-entries.js';
import { Palette } from './palette.js';

const realFetch = globalThis.fetch;
let asked: { url: string; method: string | undefined; body: unknown }[];
beforeEach(() => {
  asked = [];
  // jsdom has no layout to scroll.
  window.scrollTo = () => undefined;
});
afterEach(() => {
  globalThis.fetch = realFetch;
});

/** Fake server without records; the search finds `items`. */
function finding(items: unknown[], status = 200): void {
  globalThis.fetch = ((url: string, { method, body }: RequestInit) => {
    asked.push({ url, method, body: body === undefined ? undefined : JSON.parse(body as string) });
    const answer = url.endsWith('/search') ? (status === 200 ? { items } : {}) : { items: [] };
    return Promise.resolve({
      status: url.endsWith('/search') ? status : 200,
      ok: !url.endsWith('/search') || status === 200,
      headers: { get: () => null },
      text: () => Promise.resolve(JSON.stringify(answer)),
    });
  }) as unknown as typeof fetch;
}

const dark = jest.fn();
const FIXED: Entry[] = [
  { id: 'keys', group: 'Pages', title: 'Signing keys', words: 'rotate', does: { to: '/keys' } },
  { id: 'scopes', group: 'Pages', title: 'Scopes', does: { to: '/scopes' } },
  { id: 'dark', group: 'Actions', title: 'Dark colours', does: dark },
];

interface Surroundings {
  role?: AdminSession['role'];
  fixed?: Entry[];
}

/** A palette whose server answers a search only when it is told to. */
async function slowly(items: unknown[]) {
  finding(items);
  const answering = globalThis.fetch;
  let answer = () => {};
  const told = new Promise<void>((done) => (answer = done));
  globalThis.fetch = async (address, request) => {
    if ((address as string).endsWith('/search')) await told;
    return answering(address, request);
  };
  return { ...(await palette()), answer };
}

/** Draws the palette above a page, as the shell does; `onClose` is told of every closing, and it can be opened again. */
async function palette({ role = 'Admin', fixed = FIXED }: Surroundings = {}) {
  const onClose = jest.fn();
  const root = createRootRoute({
    component: function Frame() {
      const [opened, setOpened] = useState(true);
      const close = () => {
        onClose();
        setOpened(false);
      };
      return (
        <>
          <button onClick={() => setOpened(true)}>Open</button>
          <Palette opened={opened} onClose={close} fixed={fixed} />
          <main id="content" tabIndex={-1}>
            <Outlet />
          </main>
        </>
      );
    },
  });
  const pages = ['/', '/keys', '/scopes', '/activity'].map((path) =>
    createRoute({ getParentRoute: () => root, path, component: () => null }),
  );
  const router = createRouter({ routeTree: root.addChildren(pages), history: createMemoryHistory() });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const session: AdminSession = { email: 'anna@example.com', role, csrf_token: 'c', second_factor: 'OFF' };
  client.setQueryData(keys.session, session);
  draw(
    <QueryClientProvider client={client}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  const user = userEvent.setup();
  const open = async () => {
    await user.click(screen.getByRole('button', { name: 'Open', hidden: true }));
    return screen.findByRole('combobox');
  };
  return { field: await screen.findByRole('combobox'), onClose, user, open, where: () => router.state.location.href };
}

/** The option that a screen reader reads out. */
const current = (field: HTMLElement) => document.getElementById(field.getAttribute('aria-activedescendant')!);

describe('the palette', () => {
  it('is operated by keyboard alone, and says which line is current', async () => {
    finding([]);
    const { field, onClose, user, open, where } = await palette();
    await user.click(field);
    expect(current(field)).toHaveTextContent('Signing keys');
    await user.keyboard('{ArrowDown}');
    expect(current(field)).toHaveTextContent('Scopes');
    expect(current(field)).toHaveAttribute('aria-selected', 'true');
    await user.keyboard('{ArrowUp}{ArrowUp}');
    expect(current(field)).toHaveTextContent('Dark colours');
    await user.keyboard('{Enter}');
    expect(dark).toHaveBeenCalledTimes(1);
    await user.type(await open(), 'rotate{Enter}');
    await waitFor(() => expect(where()).toBe('/keys'));
    expect(onClose).toHaveBeenCalledTimes(2);
  });

  it('is a combobox with a list of options in groups, for whoever does not see it', async () => {
    finding([]);
    const { field, user } = await palette();
    const list = screen.getByRole('listbox', { name: 'Matches' });
    expect(field).toHaveAttribute('aria-controls', list.id);
    expect(field).toHaveAttribute('aria-expanded', 'true');
    expect(screen.getAllByRole('group').map((group) => group.getAttribute('aria-labelledby'))).toHaveLength(2);
    expect(screen.getByRole('group', { name: 'Pages' })).toContainElement(current(field));
    expect(screen.getAllByRole('option', { selected: true })).toHaveLength(1);
    await user.type(field, 'rotate');
    expect(screen.getByRole('status')).toHaveTextContent('1 match');
    await user.clear(field);
    await user.type(field, 'a very-very-long-word-that-is-nowhere');
    expect(field).toHaveAttribute('aria-expanded', 'false');
    expect(field).not.toHaveAttribute('aria-activedescendant');
    expect(screen.getByRole('status')).toHaveTextContent('Nothing is called like this.');
  });

  it('is walked through in the order in which it is shown', async () => {
    finding([]);
    // Ranked by how well they match, a page is before and after the action; pages are shown together.
    const { field, user } = await palette({
      fixed: [
        { id: '1', group: 'Pages', title: 'Alpha', does: { to: '/keys' } },
        { id: '2', group: 'Actions', title: 'Alpine', does: dark },
        { id: '3', group: 'Pages', title: 'The alps', does: { to: '/scopes' } },
      ],
    });
    await user.type(field, 'al');
    const shown = screen.getAllByRole('option').map(({ textContent }) => textContent);
    const walked: (string | null)[] = [];
    while (walked.length < shown.length) {
      walked.push(current(field)!.textContent);
      await user.keyboard('{ArrowDown}');
    }
    expect(shown.slice(0, 3)).toEqual(['Alpha', 'The alps', 'Alpine']);
    expect(walked).toEqual(shown);
  });

  it('leads the focus to the page that was chosen', async () => {
    finding([]);
    const { field, user } = await palette();
    await user.type(field, 'rotate{Enter}');
    await waitFor(() => expect(screen.getByRole('main')).toHaveFocus());
  });

  it('closes with Escape', async () => {
    finding([]);
    const { field, onClose, user } = await palette();
    await user.type(field, 'x{Escape}');
    expect(onClose).toHaveBeenCalled();
  });

  it('tells what an identifier stands for, and leads there', async () => {
    finding([
      { kind: 'refusal', error_id: 'e-1', error: 'invalid_client', status: 400, description: 'No.', occurred: 1 },
    ]);
    const { field, user, where } = await palette();
    await user.click(field);
    await user.paste('error_id=e-1-of-a-log');
    expect(await screen.findByRole('option', { name: /Refused: invalid_client/ })).toBeInTheDocument();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(where()).toBe('/activity?refusal=e-1'));
  });

  it('sends what was pasted in the body of one request, and in no address', async () => {
    finding([]);
    const secret = 'a-secret-pasted-by-mistake-0123456789';
    const { field, user } = await palette();
    await user.click(field);
    await user.paste(secret);
    expect(await screen.findByText(/Nothing is known of this/)).toBeInTheDocument();
    expect(asked.filter(({ body }) => body !== undefined)).toEqual([
      { url: expect.stringMatching(/\/search$/), method: 'POST', body: { identifier: secret } },
    ]);
    expect(asked.map(({ url }) => url).join(' ')).not.toContain(secret);
    expect(screen.queryByRole('option')).not.toBeInTheDocument();
    expect(field).toHaveAttribute('spellcheck', 'false');
    expect(field).toHaveAttribute('autocomplete', 'off');
  });

  it('keeps what was selected while the answer of the server is put before it', async () => {
    const { field, user, answer } = await slowly([{ kind: 'scope', identifier: 'long-enough' }]);
    await user.click(field);
    await user.paste('long-enough');
    await user.keyboard('{ArrowDown}');
    expect(current(field)).toHaveTextContent('Clients with “long-enough”');
    answer();
    expect(await screen.findByRole('group', { name: 'What this identifier stands for' })).toBeInTheDocument();
    expect(current(field)).toHaveTextContent('Clients with “long-enough”');
  });

  it('asks nothing for whoever may not see what happened on the server', async () => {
    finding([{ kind: 'scope', identifier: 'payments' }]);
    const { field, user } = await palette({ role: 'Helpdesk' });
    await user.click(field);
    await user.paste('error_id=e-1-of-a-log-that-is-long');
    expect(await screen.findByText('Nothing is called like this.')).toBeInTheDocument();
    expect(asked.some(({ url }) => url.endsWith('/search'))).toBe(false);
  });

  it('asks nothing about words, and offers to search the long lists for them', async () => {
    finding([]);
    const { field, user } = await palette();
    await user.type(field, 'for the team');
    expect(await screen.findByRole('option', { name: 'App installations with “for the team”' })).toBeInTheDocument();
    expect(asked.some(({ method }) => method === 'POST')).toBe(false);
  });

  it('says that the server could not be asked, and asks again', async () => {
    finding([], 503);
    const { field, user } = await palette();
    await user.click(field);
    await user.paste('error_id=e-1-of-a-log');
    const again = await screen.findByRole('button', { name: /again/i });
    finding([{ kind: 'scope', identifier: 'payments' }]);
    await user.click(again);
    expect(await screen.findByRole('option', { name: /payments/ })).toBeInTheDocument();
  });
});
