import { describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { draw } from '../../../test/draw.js';
import { TestReport } from './web-hook-test.js';

describe('the report of a test call', () => {
  it('names what the hook would have changed', () => {
    draw(
      <TestReport
        result={{
          outcome: 'succeeded',
          http_status: 200,
          duration_ms: 12,
          removed_scopes: ['profile'],
          claims: ['department', 'level'],
        }}
      />,
    );
    expect(screen.getByText('Succeeded')).toBeInTheDocument();
    expect(screen.getByText('profile')).toBeInTheDocument();
    expect(screen.getByText('department, level')).toBeInTheDocument();
  });

  it('says what went wrong, and nothing of changes there were not', () => {
    const error = 'The hook did not answer in time.';
    draw(<TestReport result={{ outcome: 'timed_out', error, duration_ms: 3000, removed_scopes: [], claims: [] }} />);
    expect(screen.getByText('Timed out')).toBeInTheDocument();
    expect(screen.getByText(error)).toBeInTheDocument();
    expect(screen.queryByText('Claims given')).not.toBeInTheDocument();
  });
});
