import { useCallback } from 'react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMayChange } from './queries/session.js';

/**
 * Whether the dialog for a new record is open. The state is in the URL (`?create=true`), so that the command palette can
 * link to the dialog. Whoever may not change anything sees no dialog.
 */
export function useCreating(): [boolean, (creating: boolean) => void] {
  const { create = false } = useSearch({ strict: false });
  const mayChange = useMayChange();
  const navigate = useNavigate();
  const setCreating = useCallback(
    (creating: boolean) => {
      const search = ({ create: _before, ...rest }: Record<string, unknown>) =>
        creating ? { ...rest, create: true } : rest;
      void navigate({ to: '.', search: search as never, replace: true, resetScroll: false });
    },
    [navigate],
  );
  return [create && mayChange, setCreating];
}
