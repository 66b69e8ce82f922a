/**
 * TypeScript definitions of the globals that scripts see, for completion in the editor and for the documentation. A
 * test compares them with the actual sandbox.
 */
export const SCRIPT_DEFINITIONS = `/** What \`execute\` returns. */
interface ScriptResult {
  /** 2xxx success, 4xxx the app may try again, 5xxx final failure. */
  status: number;
  /** Handed to the app as \`data\`; use JSON.stringify for more than text. */
  responsePayload?: string;
  /** Returned by *init* of a TWO_STEP provider, and given to *complete*. */
  registrationData?: string;
  /** Who was authenticated; needed for success. */
  user?: {
    id: string;
    /** Authentication method references (RFC 8176). */
    amr?: string[];
    /** Further attributes of the person, by the names under which they are told to the API. */
    [attribute: string]: unknown;
  };
}

/**
 * What a script has to define; it may be \`async\`. The whole script is evaluated anew for every run: nothing stays from
 * one run to the next, except what is stored in \`CACHE\`.
 * @param requestPayload the \`data\` that the app sent, as text
 * @param userIdentifier who the app says is registering, where it says so
 * @param registrationData what *init* returned as \`registrationData\`, as text
 * @param hookContextCustomParams further parameters of the request, each with all its values
 */
type Execute = ((...input: ExecuteArguments) => ScriptResult) | ((...input: ExecuteArguments) => Promise<ScriptResult>);
type ExecuteArguments = [
  requestPayload: string | null,
  userIdentifier: string | null,
  registrationData: string | null,
  hookContextCustomParams: Record<string, string[]> | null,
];

/** Log lines; each \`{}\` in the format stands for the next value. At most 200 lines and 64 KiB per run. */
declare const LOG: {
  readonly debug: (format: unknown, ...values: unknown[]) => void;
  readonly info: (format: unknown, ...values: unknown[]) => void;
  readonly warn: (format: unknown, ...values: unknown[]) => void;
  readonly error: (format: unknown, ...values: unknown[]) => void;
};

/**
 * Short-lived memory, shared by all scripts of the provider and all instances of the server. Values are strings: use
 * \`JSON.stringify\` and \`JSON.parse\` for others. What may happen only so often is decided by \`storeIfAbsent\` or
 * \`increment\`: between a \`fetch\` and a \`store\` other requests do the same. Keys have 1 to 512 characters, values at
 * most 65 536. A run may call \`CACHE\` and \`PROPERTIES\` 500 times in all.
 */
declare const CACHE: {
  /** @param ttlSeconds whole number from 1 to 86 400; 300 when not given */
  readonly store: (key: string, value: string, ttlSeconds?: number) => void;
  /**
   * Stores where nothing is stored, or what was has expired. Of all requests that do so at once, one is told true.
   * @param ttlSeconds whole number from 1 to 86 400; 300 when not given
   */
  readonly storeIfAbsent: (key: string, value: string, ttlSeconds?: number) => boolean;
  /**
   * Counts one more, and returns the count with it: no two requests are told the same.
   * @param ttlSeconds when the count ends, from its first; whole number from 1 to 86 400, 300 when not given
   * @throws Error when a text is stored there
   */
  readonly increment: (key: string, ttlSeconds?: number) => number;
  /** The stored value, a count in digits, or null when there is none or it has expired. */
  readonly fetch: (key: string) => string | null;
  readonly delete: (key: string) => void;
};

/** The provider's properties, such as addresses and secrets that do not belong into a script. */
declare const PROPERTIES: {
  /** The value, or null when the provider has no such property. */
  readonly get: (identifier: string) => string | null;
};

interface JsonWebKeyObject {
  kty: string;
  [member: string]: unknown;
}

declare const CRYPTO: {
  /** SHA-256 of the text in UTF-8, as hexadecimal digits. */
  readonly sha256: (text: string) => string;
  /** HMAC-SHA-256 of the text, key and text in UTF-8, as hexadecimal digits. */
  readonly hmac: (key: string, text: string) => string;
  readonly randomUUID: () => string;
  /**
   * Verifies a compact JWS (a signed JWT is one) with ES256 or RS256. Only the signature is checked: look at \`exp\`,
   * \`iss\` and \`aud\` yourself. \`payload\` is null unless \`valid\`; it is an object where it is JSON, else text.
   * @throws TypeError when the key does not fit the algorithm
   */
  readonly verifyJws: (compact: string, publicKey: JsonWebKeyObject) => {
    readonly valid: boolean;
    readonly header: any;
    readonly payload: any;
  };
  /**
   * Verifies a signature over the data in UTF-8. An ES256 signature is r and s, 32 bytes each, one after the other.
   * @throws TypeError when the key does not fit the algorithm
   */
  readonly verifySignature: (options: {
    algorithm: 'ES256' | 'RS256';
    publicKey: JsonWebKeyObject;
    data: string;
    /** base64url without padding */
    signature: string;
  }) => boolean;
};

interface HttpResponse {
  readonly status: number;
  /** status is from 200 to 299 */
  readonly ok: boolean;
  /** by name in lower case */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body parsed as JSON. */
  readonly json: () => any;
}

/** Requests to the hosts on the provider's allow-list; 8 open at a time, 32 per run. */
declare const HTTP: {
  /** Rejects when the host is not allowed, cannot be reached or does not answer in time; a status such as 404 is no error. */
  readonly fetch: (
    url: string,
    options?: {
      /** GET when not given */
      method?: string;
      headers?: Record<string, string>;
      body?: string;
      timeoutMs?: number;
    },
  ) => Promise<HttpResponse>;
};
`;
