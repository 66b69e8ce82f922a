import { queryOptions } from '@tanstack/react-query';
import { asApiError, isTransient } from '../api/api-error.js';
import { call } from '../api/client.js';
import { keys } from './keys.js';

/** Why a request was refused. "Unknown" is a valid answer, not a failure to be retried. */
export const refusalQuery = (errorId: string) =>
  queryOptions({
    queryKey: keys.refusal(errorId),
    queryFn: ({ signal }) => call('readRefusal', { path: { error_id: errorId }, signal }),
    retry: (failures, error) => failures < 2 && isTransient(asApiError(error)),
  });
