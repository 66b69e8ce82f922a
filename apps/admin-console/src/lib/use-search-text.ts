import { useEffect, useState } from 'react';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';

/** The part of the address that a list keeps: what is searched for. */
export interface ListSearch {
  q?: string;
}

/** Reads the search part of an address; anything else in it is dropped. */
export function readListSearch(search: Record<string, unknown>): ListSearch {
  const { q } = search;
  const text = typeof q === 'string' || typeof q === 'number' ? String(q).slice(0, 128) : '';
  return text === '' ? {} : { q: text };
}

const SETTLED_MS = 250;

/** A search text that lives in the address: `typed` follows the keys, `q` is what the list is narrowed by. */
export function useSearchText(): { q: string; typed: string; setTyped: (text: string) => void } {
  const { q = '' } = useSearch({ strict: false });
  const navigate = useNavigate();
  const [typed, setTyped] = useState(q);
  const [settled] = useDebouncedValue(typed, SETTLED_MS);
  const [known, setKnown] = useState(q);
  // Back and forward change the address without typing.
  if (known !== q) {
    setKnown(q);
    if (q !== settled.trim()) setTyped(q);
  }
  useEffect(() => {
    const text = settled.trim();
    if (text !== q && settled === typed) {
      // What else the list is narrowed by stays.
      const search = ({ q: _before, ...rest }: Record<string, unknown>) => (text === '' ? rest : { ...rest, q: text });
      void navigate({ to: '.', search: search as never, replace: true });
    }
    // Only what was typed moves the address; a changed address must not be answered with the old text.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled]);
  return { q, typed, setTyped };
}
