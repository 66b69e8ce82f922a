/**
 * Whether this is the short form of the suite, as `npm test` runs it without `--long`: stories with the tag `@long` are
 * left out, and those that look at every page look less often.
 */
export const IN_SHORT = process.env.TEST_SHORT === '1';
