import { useEffect, useState } from 'react';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';

/** The part of the URL's query string that a list uses: the search text, and whether a new record is being created. */
export interface ListSearch {
  q?: string;
  create?: true;
}

/** Reads the query string of the URL. Anything else in it is dropped. */
export function readListSearch(search: Record<string, unknown>): ListSearch {
  const { q, create } = search;
  const text = typeof q === 'string' || typeof q === 'number' ? String(q).slice(0, 128) : '';
  return { ...(text === '' ? {} : { q: text }), ...(create === true ? { create } : {}) };
}

const SETTLED_MS = 250;

/** A search text kept in the URL. `typed` follows the input at once; `q` is the text that filters the list. */
export function useSearchText(): { q: string; typed: string; setTyped: (text: string) => void } {
  const { q = '' } = useSearch({ strict: false });
  const navigate = useNavigate();
  const [typed, setTyped] = useState(q);
  const [settled] = useDebouncedValue(typed, SETTLED_MS);
  const [known, setKnown] = useState(q);
  // Back and forward navigation changes the URL without typing.
  if (known !== q) {
    setKnown(q);
    if (q !== settled.trim()) setTyped(q);
  }
  useEffect(() => {
    const text = settled.trim();
    if (text !== q && settled === typed) {
      // Keep the list's other filters.
      const search = ({ q: _before, ...rest }: Record<string, unknown>) => (text === '' ? rest : { ...rest, q: text });
      void navigate({ to: '.', search: search as never, replace: true });
    }
    // Only typing changes the URL; a change of the URL must not be overwritten with the old text.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled]);
  return { q, typed, setTyped };
}
