/** A person known to the fake scheme. */
export interface Persona {
  sub: string;
  firstName: string;
  lastName: string;
  /** Not everybody has one. */
  email?: string;
  /** `YYYY-MM-DD`. */
  birthDate: string;
  /** ISO 3166-1 alpha-2. */
  nationality: string;
  /** Other identifiers of the person at the scheme. The first one is used unless the person chooses another. */
  accounts?: readonly string[];
  /** A blocked person is known to the scheme but is not let in. */
  blocked: boolean;
}

/** Everybody the fake scheme knows, by persona name. None of them is real. */
export const PERSONAS = {
  jane: {
    ...{ sub: 'person-0001', firstName: 'Jane', lastName: 'Doe', email: 'jane@example.com' },
    ...{ birthDate: '1985-04-12', nationality: 'NL', blocked: false },
  },
  zoe: {
    ...{ sub: 'person-0002', firstName: 'Zoë', lastName: 'Brandt', email: 'zoe@example.com' },
    ...{ birthDate: '1990-11-02', nationality: 'DE', blocked: false },
  },
  john: {
    ...{ sub: 'person-0003', firstName: 'John', lastName: 'Roe', email: 'john@example.com' },
    ...{ birthDate: '1979-01-30', nationality: 'NL', blocked: true },
  },
  adult: {
    ...{ sub: 'person-0010', firstName: 'Anna', lastName: 'de Vries', email: 'anna@example.com' },
    ...{ birthDate: '1970-06-15', nationality: 'NL', blocked: false },
  },
  minor: {
    ...{ sub: 'person-0011', firstName: 'Bram', lastName: 'de Vries', email: 'bram@example.com' },
    ...{ birthDate: '2016-02-29', nationality: 'NL', blocked: false },
  },
  foreigner: {
    ...{ sub: 'person-0012', firstName: 'Søren', lastName: 'Østergård', email: 'soeren@example.com' },
    ...{ birthDate: '1988-12-24', nationality: 'DK', blocked: false },
  },
  twoAccounts: {
    ...{ sub: 'person-0013', firstName: 'Carla', lastName: 'Jansen', email: 'carla@example.com' },
    ...{ birthDate: '1968-09-09', nationality: 'BE', accounts: ['person-0013', 'person-0014'], blocked: false },
  },
  noEmail: {
    ...{ sub: 'person-0015', firstName: 'Dirk', lastName: 'Bakker' },
    ...{ birthDate: '1944-05-05', nationality: 'NL', blocked: false },
  },
  everyScript: {
    // Latin with diacritics, Greek, Cyrillic, Arabic, Hebrew, Devanagari, Han, Hangul, and a letter outside the BMP.
    ...{ sub: 'person-0016', firstName: 'Łucja Ελένη Дарья مريم', lastName: 'חנה सीता 王𠮷 김' },
    ...{ email: 'everybody@example.com', birthDate: '1999-12-31', nationality: 'CH', blocked: false },
  },
} as const satisfies Record<string, Persona>;
export type PersonaName = keyof typeof PERSONAS;

export function isPersona(name: string): name is PersonaName {
  return Object.hasOwn(PERSONAS, name);
}
