/**
 * The key of the simulated scheme that the demo provider trusts, private half included: whoever tries the demo out
 * plays the scheme with it. It is deliberately public, so nothing real may trust it.
 */
export const DEMO_SCHEME_KEY = {
  kty: 'EC',
  crv: 'P-256',
  x: 'Ie5jW5u30HOA_jbmfvqxFSNw_gqmWrvDu7Mm38f0TrI',
  y: 'rPR_EO0DIv4QYgl2gtNd5Hdf5veRnJzu86yvmlUr4sA',
  d: 'uN4YTNvgisnnN8lDCoHlp7GKMPZ8VKCghrWoSTZ7gqo',
} as const;

/** The person whom the simulated scheme knows. */
export const DEMO_PERSON = { sub: 'scheme-person-0042', firstName: 'Ada', lastName: 'Brandt' } as const;
