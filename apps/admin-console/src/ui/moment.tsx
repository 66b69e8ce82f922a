import { asDate, fromNow } from '../lib/moments.js';

/** Epoch seconds as people say it; the date and time of day where they point at it. */
export function Moment({ at, nowrap = false }: { at: number; nowrap?: boolean }) {
  return (
    <span title={asDate(at)} style={nowrap ? { whiteSpace: 'nowrap' } : undefined}>
      {fromNow(at)}
    </span>
  );
}
