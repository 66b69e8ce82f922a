import { describe, expect, it, jest } from '@jest/globals';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { draw } from '../../test/draw.js';
import { SaveBar } from './save-bar.js';

function bar(props: Partial<Parameters<typeof SaveBar>[0]> = {}) {
  const onSave = jest.fn();
  draw(<SaveBar dirty saving={false} changed={['Name']} onSave={onSave} onDiscard={() => undefined} {...props} />);
  return { onSave, user: userEvent.setup() };
}

describe('the save bar', () => {
  it('is not there while nothing changed, and Ctrl+S saves nothing then', async () => {
    const { onSave, user } = bar({ dirty: false, changed: [] });
    expect(screen.queryByRole('button', { name: 'Save changes' })).not.toBeInTheDocument();
    await user.keyboard('{Control>}s{/Control}');
    expect(onSave).not.toHaveBeenCalled();
  });

  it('names what changed, and counts what it does not name', () => {
    bar({ changed: ['Name', 'Versions', 'Enabled', 'Client type', 'Default scopes'] });
    expect(screen.getByText(/Name, Versions, Enabled and 2 more/)).toBeInTheDocument();
  });

  it.each(['{Control>}s{/Control}', '{Meta>}s{/Meta}'])('saves on %s', async (keys) => {
    const { onSave, user } = bar();
    await user.keyboard(keys);
    expect(onSave).toHaveBeenCalledTimes(1);
  });

  it('does not save twice while a save is under way', async () => {
    const { onSave, user } = bar({ saving: true });
    await user.keyboard('{Control>}s{/Control}');
    expect(onSave).not.toHaveBeenCalled();
  });
});
