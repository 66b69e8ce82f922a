import { OAUTH_ERROR_CODES } from '@passant/contracts';

/**
 * The documented limitations of a stateless registration. A test that demonstrates one declares it with {@link shows}.
 */
export const LIMITATIONS = {
  'no-profile': 'no profile is kept, so the person is found nowhere',
  'no-refresh-token': 'no refresh token is issued',
  'not-for-web': 'no application of the type web is issued one',
  'no-implicit-authentication': 'nobody is authenticated implicitly on the strength of it',
  'no-mobile-authentication': 'it enrols no device for mobile authentication',
  'switched-off': 'with the switch off nobody registers statelessly',
} as const;
export type Limitation = keyof typeof LIMITATIONS;

/** The annotation types with which tests tell the reporter what they have covered. */
export const COVERED = { limitation: 'passant limitation', error: 'passant error' } as const;

/** Use it for the details of a test: `test('…', shows('no-refresh-token'), async () => { … })`. */
export function shows(...limitations: Limitation[]): { annotation: { type: string; description: string }[] } {
  return { annotation: limitations.map((description) => ({ type: COVERED.limitation, description })) };
}

/** Returns the error codes of the refusals among these bodies, each once. */
export function errorsIn(bodies: readonly string[]): string[] {
  const codes = bodies.map((body) => /"error":\s*"(\w+)"/.exec(body)?.[1]);
  return [...new Set(codes)].filter((code) => OAUTH_ERROR_CODES.some((one) => one === code)) as string[];
}
