import { describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { draw } from '../../../test/draw.js';
import { PublicKeyNotice } from './public-key-notice.js';

describe('a provider that trusts a key which anybody has', () => {
  it.each([
    ['REFUSED', /lets nobody in until you put the key of your scheme there/],
    ['TRUSTED', /lets in whoever has that key, as anybody/],
  ] as const)('is marked in red: %s', (state, words) => {
    draw(<PublicKeyNotice state={state} />);
    expect(screen.getByRole('note')).toHaveAttribute('data-tone', 'bad');
    expect(screen.getByText(words)).toBeInTheDocument();
  });

  it('is the only one that is', () => {
    draw(<PublicKeyNotice state={undefined} />);
    expect(screen.queryByRole('note')).not.toBeInTheDocument();
  });
});
