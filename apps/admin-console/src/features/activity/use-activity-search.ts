import { useCallback } from 'react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ActivitySearch } from './activity-search.js';

/** The search state in the URL, and functions to change it. A member set to `undefined` is removed from the URL. */
export function useActivitySearch(): {
  search: ActivitySearch;
  change: (changes: ActivitySearch) => void;
  replaceAll: (search: ActivitySearch) => void;
} {
  const search: ActivitySearch = useSearch({ from: '/signed-in/activity' });
  const navigate = useNavigate({ from: '/activity' });
  const replaceAll = useCallback(
    (next: ActivitySearch) => void navigate({ to: '/activity', search: next }),
    [navigate],
  );
  const change = useCallback(
    (changes: ActivitySearch) => void navigate({ to: '/activity', search: (before) => ({ ...before, ...changes }) }),
    [navigate],
  );
  return { search, change, replaceAll };
}
