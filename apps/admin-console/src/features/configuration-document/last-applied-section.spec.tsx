import { afterEach, describe, expect, it } from '@jest/globals';
import type { ConfigurationDrift } from '@passant/contracts';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { draw } from '../../../test/draw.js';
import { LastAppliedSection } from './last-applied-section.js';

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

/** Asks for the comparison, which the server answers so. */
async function compared(answer: ConfigurationDrift | object, status = 200) {
  const asked: string[] = [];
  globalThis.fetch = ((url: string) => {
    asked.push(url);
    return Promise.resolve({
      status,
      ok: status === 200,
      headers: { get: () => null },
      text: () => Promise.resolve(JSON.stringify(answer)),
    });
  }) as unknown as typeof fetch;
  draw(<LastAppliedSection />);
  expect(asked).toEqual([]);
  await userEvent.setup().click(screen.getByRole('button', { name: 'Compare' }));
  expect(asked).toEqual([expect.stringMatching(/\/configuration\/drift$/)]);
}

const APPLIED: ConfigurationDrift['applied'] = [
  { section: 'scopes', at: 1_700_000_000, by: 'pipeline' },
  { section: 'applications', at: 1_700_000_000, by: 'pipeline' },
];

describe('the drift since the last application', () => {
  it('names every entry that was changed, with both sides, and who applied what', async () => {
    await compared({
      applied: APPLIED,
      changes: [
        {
          ...{ action: 'change', section: 'applications', identifier: 'city-app', consequences: [] },
          fields: [{ path: 'access_token_validity', from: 900, to: 300 }],
        },
        { action: 'delete', section: 'scopes', identifier: 'orders', fields: [], consequences: [] },
      ],
    });
    expect(await screen.findByText('The server was changed since files were last applied')).toBeInTheDocument();
    expect(screen.getByText('0 made since, 1 changed since and 1 deleted since.')).toBeInTheDocument();
    const [application, scope] = screen.getAllByRole('listitem');
    const row = within(application!).getByRole('row', { name: /^access_token_validity/ });
    expect(row).toHaveTextContent(/900.*300/);
    expect(scope).toHaveTextContent('Scope orders');
    expect(screen.getByText(/^Applied .+ by pipeline: Scopes and Applications\.$/)).toBeInTheDocument();
  });

  it('says that nothing was changed', async () => {
    await compared({ applied: APPLIED, changes: [] });
    expect(await screen.findByText('The server is as it was when files were last applied')).toBeInTheDocument();
  });

  it('says that nothing was ever applied', async () => {
    await compared({ applied: [], changes: [] });
    expect(await screen.findByText('Nothing was ever applied to this server')).toBeInTheDocument();
    expect(screen.queryByText(/^Applied /)).not.toBeInTheDocument();
  });

  it('says if the server could not compare', async () => {
    await compared({ error: 'temporarily_unavailable', error_description: 'Later.', error_id: 'x' }, 503);
    expect(await screen.findByRole('alert')).toBeInTheDocument();
  });
});
