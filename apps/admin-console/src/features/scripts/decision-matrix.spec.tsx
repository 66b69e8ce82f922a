import { describe, expect, it } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import { draw } from '../../../test/draw.js';
import { DecisionMatrix } from './decision-matrix.js';

describe('the matrix of decisions', () => {
  it('shows in use against candidate, step by step, and how many agree', () => {
    draw(
      <DecisionMatrix
        candidate={3}
        inUse={2}
        decisions={[
          { step: 'complete', live: '2xxx', candidate: '2xxx', runs: 1200 },
          { step: 'complete', live: '2xxx', candidate: 'error', runs: 4 },
          { step: 'init', live: '2xxx', candidate: '2xxx', runs: 1 },
        ]}
      />,
    );
    const [init, complete] = screen.getAllByRole('table');
    expect(within(init!).getByText('Init: the same decision in 1 of 1 run')).toBeInTheDocument();
    expect(within(complete!).getByText('Complete: the same decision in 1,200 of 1,204 runs')).toBeInTheDocument();
    const row = within(complete!).getByRole('row', { name: /^2xxx/ });
    expect(
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['1,200', '4']);
    expect(within(row).getByText('4')).toHaveAttribute('data-differs');
  });

  it('says so where nothing was decided yet', () => {
    draw(<DecisionMatrix candidate={3} inUse={2} decisions={[]} />);
    expect(screen.getByText('No request has come by yet.')).toBeInTheDocument();
  });
});
