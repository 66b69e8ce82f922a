/** Seconds in a day, ignoring daylight saving changes. */
export const DAY = 86_400;

/** Formats epoch seconds as the value of a `date` field, in the user's time zone. */
export function toDayField(epochSeconds: number | null): string {
  if (epochSeconds === null) return '';
  const offset = new Date(epochSeconds * 1000).getTimezoneOffset() * 60;
  return new Date((epochSeconds - offset) * 1000).toISOString().slice(0, 10);
}

/** The last second of the day in a `date` field, in the user's time zone; null if the field holds no date. */
export function endOfDay(text: string): number | null {
  const milliseconds = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T23:59:59`).getTime() : Number.NaN;
  return Number.isNaN(milliseconds) ? null : milliseconds / 1000;
}
