/**
 * What the contract says about a value, as the console says it in its language. The contract's own words are part of
 * the API and English everywhere.
 */
export const PREDICATES: readonly [RegExp, (...values: string[]) => string][] = [
  [/^is required$/, () => 'is required'],
  [/^is required for (\S+)$/, (what) => `is required for ${what}`],
  [/^is empty$/, () => 'is empty'],
  [/^is unknown$/, () => 'is unknown'],
  [/^is there twice$/, () => 'is there twice'],
  [/^is longer than (\d+) characters$/, (most) => `is longer than ${most} characters`],
  [/^is larger than (\d+) KiB$/, (most) => `is larger than ${most} KiB`],
  [/^is not a host$/, () => 'is not a host'],
  [/^is no e-mail address$/, () => 'is no e-mail address'],
  [/^is no registration scope$/, () => 'is no registration scope'],
  [/^is not taken with (\S+)$/, (what) => `is not taken with ${what}`],
  [/^is only taken with (\S+)$/, (what) => `is only taken with ${what}`],
  [/^is only possible for one provider$/, () => 'is only possible for one provider'],
  [/^may hold (\d+) properties$/, (most) => `may hold ${most} properties`],
  [/^may hold letters, digits, (.+) and (\S+)$/, (some, last) => `may hold letters, digits, ${some} and ${last}`],
  [/^may hold no colon and no control characters$/, () => 'may hold no colon and no control characters'],
  [/^may hold no control characters$/, () => 'may hold no control characters'],
  [/^must be a host name, with a port if needed$/, () => 'must be a host name, with a port if needed'],
  [
    /^must be a host name in small letters, as (\S+) or (\S+)$/,
    (one, other) => `must be a host name in small letters, as ${one} or ${other}`,
  ],
  [/^must be an http or https URL$/, () => 'must be an http or https URL'],
  [/^must be at least (\d+)$/, (least) => `must be at least ${least}`],
  [/^must be at least (\d+) seconds$/, (least) => `must be at least ${least} seconds`],
  [/^must be at least a minute$/, () => 'must be at least a minute'],
  [/^must be at most (\d+)$/, (most) => `must be at most ${most}`],
  [/^must be at most (\d+) seconds$/, (most) => `must be at most ${most} seconds`],
  [/^must be at most a day for a self-contained token$/, () => 'must be at most a day for a self-contained token'],
  [/^must be at most a week$/, () => 'must be at most a week'],
  [/^must be at most a year$/, () => 'must be at most a year'],
  [/^must be exactly 6 letters or digits$/, () => 'must be exactly 6 letters or digits'],
  [/^must be one line of readable text$/, () => 'must be one line of readable text'],
  [/^must have at least (\d+) characters$/, (least) => `must have at least ${least} characters`],
  [
    /^must have at least (\d+) letters, digits, (.+) and (\S+)$/,
    (least, some, last) => `must have at least ${least} letters, digits, ${some} and ${last}`,
  ],
  [/^must have at least 4 characters to be masked$/, () => 'must have at least 4 characters to be masked'],
  [/^must have at most (\d+) characters$/, (most) => `must have at most ${most} characters`],
  [/^must have at most (\d+) entries$/, (most) => `must have at most ${most} entries`],
  [
    /^must have (\d+) to (\d+) visible characters and no space$/,
    (least, most) => `must have ${least} to ${most} visible characters and no space`,
  ],
  [
    /^must have no line breaks and no other control characters$/,
    () => 'must have no line breaks and no other control characters',
  ],
  [/^must have no query, fragment or user$/, () => 'must have no query, fragment or user'],
  [/^must name each domain once$/, () => 'must name each domain once'],
  [/^must not be "new"$/, () => 'must not be "new"'],
  [/^names a platform and version twice$/, () => 'names a platform and version twice'],
  [/^names a scope twice$/, () => 'names a scope twice'],
  [/^needs at least one scope$/, () => 'needs at least one scope'],
  [/^names more than (\d+) resources$/, (most) => `names more than ${most} resources`],
  [/^holds more than (\d+) identifiers$/, (most) => `holds more than ${most} identifiers`],
];

/** A predicate of the contract, "is required", in the language of the console; as it is where the console has no words. */
export function predicateInWords(predicate: string): string {
  for (const [pattern, words] of PREDICATES) {
    const found = pattern.exec(predicate);
    if (found) return words(...found.slice(1));
  }
  return predicate;
}
