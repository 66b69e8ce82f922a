import { describe, expect, it } from '@jest/globals';
import type { UseQueryResult } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import { draw } from '../../test/draw.js';
import { ApiError } from '../lib/api/api-error.js';
import { QuerySection } from './query-section.js';

const answered = { data: 'Two sessions', isError: false } as UseQueryResult<string>;
const failed = {
  error: new ApiError(503, 'temporarily_unavailable', 'Later.'),
  isError: true,
} as UseQueryResult<string>;
const section = { title: 'Sessions', purpose: 'Where you are signed in.', children: (text: string) => text };

describe('a section with the result of a query', () => {
  it('has a button that asks again', () => {
    draw(<QuerySection {...section} query={answered} />);
    expect(screen.getByText('Two sessions')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Refresh' })).toBeInTheDocument();
  });

  it('has none where nobody else changes what it shows, but lets a failure be tried again', () => {
    draw(<QuerySection {...section} query={failed} refreshable={false} />);
    expect(screen.queryByRole('button', { name: 'Refresh' })).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeInTheDocument();
  });
});
