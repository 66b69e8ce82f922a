import { describe, expect, it } from '@jest/globals';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import { draw } from '../../test/draw.js';
import { ApiError } from '../lib/api/api-error.js';
import { QuerySection } from './query-section.js';

const answer = () => Promise.resolve('Two sessions');
const fail = () => Promise.reject(new ApiError(503, 'temporarily_unavailable', 'Later.'));

function Sessions({ queryFn, refreshable }: { queryFn: () => Promise<string>; refreshable?: boolean }) {
  const query = useQuery({ queryKey: ['sessions'], queryFn, retry: false });
  return (
    <QuerySection title="Sessions" purpose="Where you are signed in." query={query} refreshable={refreshable}>
      {(text) => text}
    </QuerySection>
  );
}

const drawSessions = (props: Parameters<typeof Sessions>[0]) =>
  draw(
    <QueryClientProvider client={new QueryClient()}>
      <Sessions {...props} />
    </QueryClientProvider>,
  );

describe('a section with the result of a query', () => {
  it('has a button that asks again', async () => {
    drawSessions({ queryFn: answer });
    expect(await screen.findByText('Two sessions')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Refresh' })).toBeInTheDocument();
  });

  it('has none where nobody else changes what it shows, but lets a failure be tried again', async () => {
    drawSessions({ queryFn: fail, refreshable: false });
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Refresh' })).not.toBeInTheDocument();
  });
});
