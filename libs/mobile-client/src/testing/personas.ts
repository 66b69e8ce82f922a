/** Somebody the fake scheme knows. */
export interface Persona {
  sub: string;
  firstName: string;
  lastName: string;
  email: string;
  /** A blocked person is known, and not let in. */
  blocked: boolean;
}

/** Everybody the fake scheme knows, by the name under which one asks for them. Nobody real. */
export const PERSONAS = {
  jane: { sub: 'person-0001', firstName: 'Jane', lastName: 'Doe', email: 'jane@example.com', blocked: false },
  zoe: { sub: 'person-0002', firstName: 'Zoë', lastName: 'Brandt', email: 'zoe@example.com', blocked: false },
  john: { sub: 'person-0003', firstName: 'John', lastName: 'Roe', email: 'john@example.com', blocked: true },
} as const satisfies Record<string, Persona>;
export type PersonaName = keyof typeof PERSONAS;

export function isPersona(name: string): name is PersonaName {
  return Object.hasOwn(PERSONAS, name);
}
