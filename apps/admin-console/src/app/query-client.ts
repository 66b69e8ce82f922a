import { QueryClient } from '@tanstack/react-query';
import { asApiError, isTransient } from '../lib/api/api-error.js';

const TRIES = 2;

/** One cache for the console. Only a failure that may pass by itself is tried again. */
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
