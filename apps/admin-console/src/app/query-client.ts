import { QueryClient } from '@tanstack/react-query';
import { asApiError, isTransient } from '../lib/api/api-error.js';

const TRIES = 2;

/** The console's only query cache. Only failures that may be temporary are retried. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      retry: (failures, error) => failures < TRIES && isTransient(asApiError(error)),
      retryDelay: (attempt) => 400 * 2 ** attempt,
    },
    mutations: { retry: false },
  },
});
