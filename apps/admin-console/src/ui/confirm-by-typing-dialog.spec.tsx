import { describe, expect, it, jest } from '@jest/globals';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { draw } from '../../test/draw.js';
import { ApiError } from '../lib/api/api-error.js';
import { ConfirmByTypingDialog } from './confirm-by-typing-dialog.js';

const onSubmitBelow = jest.fn();

/** Renders the dialog as on a page: inside an element that listens for submit events. */
function dialog(onConfirm: (reason: string) => Promise<void>) {
  draw(
    <div onSubmit={onSubmitBelow}>
      <ConfirmByTypingDialog
        opened
        onClose={() => undefined}
        title="Delete City services?"
        expected="City services"
        what="name"
        confirm="Delete application"
        withReason="optional"
        onConfirm={onConfirm}
        explain={() => 'Clients are still registered for it.'}
      >
        It will be gone.
      </ConfirmByTypingDialog>
    </div>,
  );
  return { user: userEvent.setup(), button: screen.getByRole('button', { name: 'Delete application' }) };
}

describe('deleting by typing the name', () => {
  it('is possible only with the whole name', async () => {
    const onConfirm = jest.fn(() => Promise.resolve());
    const { user, button } = dialog(onConfirm);
    await user.type(screen.getByLabelText(/to confirm/), 'City service');
    expect(button).toBeDisabled();
    await user.keyboard('{Enter}');
    expect(onConfirm).not.toHaveBeenCalled();
    await user.type(screen.getByLabelText(/to confirm/), 's{Enter}');
    expect(onConfirm).toHaveBeenCalledTimes(1);
    expect(onSubmitBelow).not.toHaveBeenCalled();
  });

  it('takes a reason along, if one is given', async () => {
    const onConfirm = jest.fn((_reason: string) => Promise.resolve());
    const { user } = dialog(onConfirm);
    await user.type(screen.getByLabelText('Reason (optional)'), ' It was a trial ');
    await user.type(screen.getByLabelText(/to confirm/), 'City services{Enter}');
    expect(onConfirm).toHaveBeenCalledWith('It was a trial');
  });

  it('tells why it was refused, with the error id, and can be tried again', async () => {
    const { user, button } = dialog(() => Promise.reject(new ApiError(409, 'conflict', 'It has clients.', 'e-77')));
    await user.type(screen.getByLabelText(/to confirm/), 'City services{Enter}');
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('It has clients.');
    expect(alert).toHaveTextContent('Clients are still registered for it.');
    expect(alert).toHaveTextContent('e-77');
    expect(button).toBeEnabled();
  });
});
