import { asDate, fromNow } from '../lib/moments.js';

/** Shows epoch seconds as relative time, with the date and time of day on hover. */
export function Moment({ at, nowrap = false }: { at: number; nowrap?: boolean }) {
  return (
    <span title={asDate(at)} style={nowrap ? { whiteSpace: 'nowrap' } : undefined}>
      {fromNow(at)}
    </span>
  );
}
