import { PLACES, type Place } from './evidence.js';

/** A canary that was found where it must not be. */
export interface Finding {
  place: Place;
  /** Name of a file, a table or a request. */
  label: string;
  canary: string;
  encoding: string;
  offset: number;
}

/** Result for one place on one kind of database. */
export interface PlaceReport {
  place: Place;
  pieces: number;
  bytes: number;
  findings: Finding[];
  /** Whether people with a profile were found, as expected; absent for places where they need not be. */
  sawProfile?: boolean;
  /** Whether all leaks planted there as a test were found; absent if none was planted. */
  sawPlantedLeak?: boolean;
}

export interface InstallationReport {
  kind: string;
  /** Requests sent, and how many of them were refused. */
  requests: number;
  refused: number;
  /** Tokens of people without a profile, and how many of them were still alive after all requests were sent. */
  tokensIssued: number;
  tokensAlive: number;
  canaries: number;
  patterns: number;
  places: PlaceReport[];
  /** Places that this kind of installation does not have. */
  absent: Place[];
}

/** What no scan of files can cover. */
export const NOT_COVERED = [
  'the memory of the server and of the database, and core dumps: a person is there in the clear while a request is worked on',
  'swap and hibernation files, to which the system may write that memory: encrypt them or switch them off',
  'what the identity scheme, web hooks, gateways and proxies log on their own machines',
  'what an app or a resource server keeps after it was answered',
  'backups of whole machines that were taken while a request was worked on',
  'whom an ordinary registration or the login pages made a profile for: subject and attributes are in the database, and in what shows them',
  'what an administrator looks for: a PostgreSQL that is told to log parameters logs it as any other',
  'ways of hiding a value that are not looked for: ciphers, keyed or salted hashes, compression other than gzip and zlib. What is sealed on purpose is one of them',
] as const;

export interface Report {
  installations: InstallationReport[];
}

const findingsOf = (report: Report) =>
  report.installations.flatMap(({ places }) => places.flatMap(({ findings }) => findings));

const blindOf = (report: Report) =>
  report.installations.flatMap(({ kind, places }) =>
    places.filter(({ sawPlantedLeak }) => sawPlantedLeak === false).map(({ place }) => ({ kind, place })),
  );

const emptyOf = (report: Report) =>
  report.installations.flatMap(({ kind, places }) =>
    places.filter(({ sawProfile }) => sawProfile === false).map(({ place }) => ({ kind, place })),
  );

/**
 * True if nothing was found and the scan provably looked: all tokens were alive, expected profiles were found, and
 * planted leaks were found.
 */
export function isClean(report: Report): boolean {
  const looked = report.installations.every(
    ({ tokensIssued, tokensAlive, places }) =>
      tokensIssued > 0 &&
      tokensAlive === tokensIssued &&
      places.every(({ bytes, place }) => bytes > 0 || isMostlyEmpty(place)),
  );
  return looked && [findingsOf, blindOf, emptyOf].every((problems) => problems(report).length === 0);
}

/** Places that may legitimately be empty. */
const isMostlyEmpty = (place: Place) => place === 'traces' || place === 'temporary-files';

export function renderJson(report: Report): string {
  return JSON.stringify({ clean: isClean(report), ...report, not_covered: NOT_COVERED }, null, 2);
}

export function renderText(report: Report): string {
  const findings = findingsOf(report);
  const blind = blindOf(report);
  return [
    ...report.installations.flatMap(renderInstallation),
    '',
    'Not covered:',
    ...NOT_COVERED.map((text) => `  - ${text}`),
    '',
    ...blind.map(
      ({ kind, place }) => `The leak that was planted in ${place} (${kind}) was not seen: the scan is blind there.`,
    ),
    ...emptyOf(report).map(
      ({ kind, place }) => `Nobody was seen in ${place} (${kind}), where profiles are: the scan is blind there.`,
    ),
    isClean(report)
      ? 'Nothing about the people who passed was found.'
      : `${findings.length} found where nothing may be. This is no proof: see above.`,
  ].join('\n');
}

function renderInstallation(installation: InstallationReport): string[] {
  const { kind, requests, refused, tokensIssued, tokensAlive, canaries, patterns, places, absent } = installation;
  return [
    '',
    `${kind === 'embedded' ? 'Embedded database' : 'PostgreSQL'}: ${requests} requests, ${refused} of them refused; ` +
      `${canaries} canaries in ${patterns} forms; ${tokensAlive} of ${tokensIssued} tokens alive while it was scanned`,
    ...places.flatMap(renderPlace),
    ...absent.map((place) => `  – ${place.padEnd(16)} not there: ${PLACES[place]}`),
  ];
}

function renderPlace({ place, pieces, bytes, findings, sawPlantedLeak }: PlaceReport): string[] {
  const size = bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${Math.round(bytes / 1024 / 1024)} MiB`;
  const planted = sawPlantedLeak === undefined ? '' : sawPlantedLeak ? '; a planted leak was seen' : '; BLIND';
  return [
    `  ${findings.length === 0 ? '✓' : '✗'} ${place.padEnd(16)} ${size.padStart(8)} in ${pieces}${planted}`,
    ...findings.map(({ label, canary, encoding, offset }) => `      ${canary}: ${encoding}, in ${label} at ${offset}`),
  ];
}
