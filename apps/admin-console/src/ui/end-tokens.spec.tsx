import { describe, expect, it, jest } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { draw } from '../../test/draw.js';
import { ApiError } from '../lib/api/api-error.js';
import { EndTokens } from './end-tokens.js';

const NONE = { access_tokens: 0, refresh_tokens: 0, codes: 0, transactions: 0 };

async function asking(end: (reason: string) => Promise<typeof NONE>) {
  draw(
    <EndTokens name="City services" end={end}>
      End all tokens of its clients.
    </EndTokens>,
  );
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'End all tokens' }));
  const dialog = await screen.findByRole('dialog', { name: 'End all tokens of City services?' });
  const button = Array.from(dialog.querySelectorAll('button')).find(
    ({ textContent }) => textContent === 'End all tokens',
  )!;
  return { user, dialog, button };
}

describe('ending all tokens', () => {
  it('takes the name and a reason, which is handed on', async () => {
    const end = jest.fn((_reason: string) => Promise.resolve(NONE));
    const { user, button } = await asking(end);
    await user.type(screen.getByLabelText(/^Type the name/), 'City services');
    expect(button).toBeDisabled();
    await user.type(screen.getByLabelText('Reason'), '  tokens in a log ');
    expect(button).toBeEnabled();
    await user.click(button);
    expect(end.mock.calls).toEqual([['tokens in a log']]);
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  });

  it('does nothing for a reason alone', async () => {
    const end = jest.fn((_reason: string) => Promise.resolve(NONE));
    const { user, button } = await asking(end);
    await user.type(screen.getByLabelText('Reason'), 'tokens in a log{Enter}');
    expect(button).toBeDisabled();
    expect(end).not.toHaveBeenCalled();
  });

  it('says why it was refused, and can be tried again', async () => {
    const { user, button } = await asking(() =>
      Promise.reject(new ApiError(503, 'temporarily_unavailable', 'Later.', 'e-7')),
    );
    await user.type(screen.getByLabelText('Reason'), 'tokens in a log');
    await user.type(screen.getByLabelText(/^Type the name/), 'City services{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('Later.');
    expect(button).toBeEnabled();
  });
});
