/** What one rotation after the other made of a registration. */
export interface Family {
  /** Which of the apps it belongs to. */
  app: number;
  /** Its refresh tokens, the one in use last. */
  refresh: string[];
  isAlive: boolean;
}

export interface Access {
  text: string;
  app: number;
  /** Ends with it; `undefined` for a token that stands alone. */
  family: Family | undefined;
  /** Epoch seconds. */
  expiresAt: number;
  isRevoked: boolean;
}

export interface Transaction {
  text: string;
  app: number;
  attempts: number;
  isOpen: boolean;
  /** Epoch seconds. */
  expiresAt: number;
}

export interface Initial {
  text: string;
  left: number;
}

export interface Registered {
  clientId: string;
  token: string;
  isThere: boolean;
}

/** Everything that the server has to know, as the documents describe it: no more than lists and sums. */
export class Model {
  /** Epoch seconds. */
  now: number;
  /** Whether the application is switched on. */
  isOn = true;
  readonly families: Family[] = [];
  readonly access: Access[] = [];
  readonly transactions: Transaction[] = [];
  readonly initial: Initial[] = [];
  readonly clients: Registered[] = [];

  constructor(now: number) {
    this.now = now;
  }

  isActive({ isRevoked, family, expiresAt }: Access): boolean {
    return this.isOn && !isRevoked && family?.isAlive !== false && this.now < expiresAt;
  }
}

/** One of a list, whatever number was drawn. */
export const oneOf = <One>(all: readonly One[], drawn: number): One => all[drawn % all.length]!;
