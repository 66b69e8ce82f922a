import {
  ADMIN_API_PATH,
  ADMIN_ENDPOINTS,
  type AdminEndpointName,
  CALLERS,
  AUTHENTICATIONS,
  Approval,
  DANGER,
  type Authentication,
  CSRF_HEADER,
  REASON_HEADER,
  type Endpoint,
  ErrorBody,
  MAY_BE_GUESSED,
  PROTOCOL_ENDPOINTS,
  type ProtocolEndpoint,
} from '@passant/contracts';
import { REDIRECT_STATUS } from '@passant/protocol';
import { z } from 'zod';

type Json = Record<string, unknown>;

const JSON_SCHEMA = { unrepresentable: 'any', reused: 'inline' } as const;

/** Definitions without the names that zod numbers. */
const unnamed = (definition: unknown) => JSON.stringify(definition).replace(/__schema\d+/g, '');

/** What zod defines for a value of any kind, which holds others of any kind. */
const ANY_VALUE = unnamed(Object.values(z.toJSONSchema(z.array(z.json()), JSON_SCHEMA).$defs!)[0]);

/**
 * A contract as JSON Schema 2020-12, the dialect of OpenAPI 3.1. A reference in a document begins at its root, so what zod
 * defines beside a schema stands among the components.
 * @throws if a contract refers to itself in any other way: that needs a component of its own
 */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, $defs = {}, ...rest } = z.toJSONSchema(schema, { ...JSON_SCHEMA, io });
  if (Object.values($defs).some((definition) => unnamed(definition) !== ANY_VALUE)) {
    throw new TypeError('A contract refers to itself, and has no name in the OpenAPI description.');
  }
  return JSON.parse(
    JSON.stringify(rest).replace(/"#\/\$defs\/__schema\d+"/g, '"#/components/schemas/JsonValue"'),
  ) as Json;
}

function parametersOf(path: string, query: z.ZodType | undefined): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  if (!query) return inPath;
  const { properties = {}, required = [] } = schemaOf(query, 'input') as { properties?: Json; required?: string[] };
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
  return [...inPath, ...inQuery];
}

const REFUSAL = {
  description: 'A refusal: `error` says why, `error_id` is the one in the server’s log.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorBody' } } },
};

/** The refusal of whoever is beyond a limit, beside other refusals. */
const limited = (refusal: Json) => ({
  429: {
    ...refusal,
    description: 'Beyond a limit: `error_description` says of what there was too much.',
    headers: { 'Retry-After': { required: true, description: 'Seconds.', schema: { type: 'integer', minimum: 1 } } },
  },
});

/** Answers beside success at an address that people meet in a browser. */
const FOR_PEOPLE = {
  [REDIRECT_STATUS]: {
    description: 'On to the provider, to the next page, or back to the client with an answer or a refusal.',
    headers: { Location: { required: true, schema: { type: 'string', format: 'uri-reference' } } },
  },
  default: {
    description: `${REFUSAL.description} A page says the same to a person; JSON is for who accepts it alone.`,
    content: { 'text/html': {}, ...REFUSAL.content },
  },
};

/** The answer beside success to what waits for a second administrator, where that is required. */
const AWAITED = {
  202: {
    description: 'Nothing is done yet: another administrator has to approve it.',
    content: { 'application/json': { schema: schemaOf(Approval, 'output') } },
  },
};

/** Both answers that an operation may give with one status. */
const either = (one: z.ZodType | undefined, other: z.ZodType) => (one ? z.union([one, other]) : other);

/** What success looks like, by media type; nothing if it has no body. */
function contentOf({
  response,
  responseType,
  alternativeType,
}: Pick<Operation, 'response' | 'responseType' | 'alternativeType'>): Json {
  if (!response && responseType === undefined) return {};
  return {
    content: {
      [responseType ?? 'application/json']: response ? { schema: schemaOf(response, 'output') } : {},
      ...(alternativeType === undefined ? {} : { [alternativeType]: {} }),
    },
  };
}

interface Operation {
  method: string;
  path: string;
  summary: string;
  query?: z.ZodType;
  body?: { type: string; schema: z.ZodType; optional?: boolean };
  response?: z.ZodType;
  rehearsal?: { status: number; response: z.ZodType };
  responseType?: string;
  alternativeType?: string;
  isForPeople?: boolean;
  /** Whether a limit may be reached there. */
  isLimited?: boolean;
  /** Whether it may wait for a second administrator. */
  isDanger?: boolean;
  status: number;
  security: Json[];
  headers?: Json[];
}

function render(operation: Operation): Json {
  const { method, path, summary, query, body, status, isForPeople = false, isDanger = false } = operation;
  const { rehearsal } = operation;
  const isSame = rehearsal?.status === status;
  const response = isSame ? either(operation.response, rehearsal.response) : operation.response;
  const parameters = [...parametersOf(path, query), ...(operation.headers ?? [])];
  return {
    summary,
    operationId: `${method.toLowerCase()}${path.replace(/[^A-Za-z0-9]+(\w)/g, (__, letter: string) => letter.toUpperCase()).replace(/\W/g, '')}`,
    security: operation.security,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body
      ? {
          requestBody: {
            required: body.optional !== true,
            content: { [body.type]: { schema: schemaOf(body.schema, 'input') } },
          },
        }
      : {}),
    responses: {
      [status]: {
        description: status === 204 ? 'Done; nothing more to say.' : 'Success.',
        ...contentOf({ ...operation, ...(response ? { response } : {}) }),
      },
      ...(rehearsal && !isSame
        ? { [rehearsal.status]: { description: 'What would be done. Nothing was.', ...contentOf(rehearsal) } }
        : {}),
      default: REFUSAL,
      ...(isDanger ? AWAITED : {}),
      ...(isForPeople ? FOR_PEOPLE : {}),
      ...(operation.isLimited ? limited(isForPeople ? FOR_PEOPLE.default : REFUSAL) : {}),
    },
  };
}

function documentOf(title: string, description: string, server: string, operations: Operation[], schemes: Json): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = render(operation);
  }
  return {
    openapi: '3.1.0',
    info: { title, description, version: '1.0.0', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: server }],
    paths,
    components: {
      schemas: { ErrorBody: schemaOf(ErrorBody, 'output'), JsonValue: { description: 'Any JSON value.' } },
      securitySchemes: schemes,
    },
  };
}

const ifMatch = (required: boolean): Json => ({
  name: 'If-Match',
  in: 'header',
  required,
  description: 'The `etag` of the version the change was made from.',
  schema: { type: 'string' },
});
const CSRF = {
  name: CSRF_HEADER,
  in: 'header',
  required: false,
  description: 'The `csrf_token` of the session; needed with the session cookie.',
  schema: { type: 'string' },
};

const REASON = {
  name: REASON_HEADER,
  in: 'header',
  required: false,
  description:
    'Why, for the audit record: UTF-8 in percent-encoding, at most 500 characters in one line. Refused with a body that has a reason.',
  schema: { type: 'string' },
};

function ofAdmin(name: AdminEndpointName): Operation {
  const endpoint: Endpoint = ADMIN_ENDPOINTS[name];
  const isOpen = CALLERS[name] === 'anybody';
  return {
    ...endpoint,
    path: ADMIN_API_PATH + endpoint.path,
    body: endpoint.request ? { type: 'application/json', schema: endpoint.request } : undefined,
    response: endpoint.response,
    isLimited: MAY_BE_GUESSED.has(name),
    isDanger: endpoint.method !== 'GET' && typeof DANGER[name] !== 'object',
    security: isOpen ? [] : [{ session: [] }],
    headers: [
      ...(endpoint.conditional ? [ifMatch(endpoint.conditional === true)] : []),
      ...(endpoint.method === 'GET' || isOpen ? [] : [CSRF, REASON]),
    ],
  };
}

const SECURITY_OF: Record<Authentication, Json[]> = {
  none: [],
  basic: [{ basic: [] }],
  client_assertion: [],
  client: [{ basic: [] }, {}],
  bearer: [{ bearer: [] }],
};

/** Ways in which an endpoint finds out which client is calling. */
const AUTHENTICATES_CLIENTS: readonly Authentication[] = ['basic', 'client_assertion', 'client'];

function ofProtocol(endpoint: ProtocolEndpoint): Operation {
  return {
    ...endpoint,
    summary: `${endpoint.summary}. Authentication: ${AUTHENTICATIONS[endpoint.authentication]}.`,
    isLimited: endpoint.isLimited ?? AUTHENTICATES_CLIENTS.includes(endpoint.authentication),
    security: SECURITY_OF[endpoint.authentication],
  };
}

/** The admin API as OpenAPI 3.1, generated from the contracts that the server and the console themselves use. */
export function adminOpenApi(publicUrl: string): Json {
  return documentOf(
    'Passant admin API',
    'What the admin console does. A change made from an outdated version is refused with 412; so is one of something ' +
      'without `etag` that names any in `If-Match`.',
    publicUrl,
    (Object.keys(ADMIN_ENDPOINTS) as AdminEndpointName[]).map(ofAdmin),
    { session: { type: 'apiKey', in: 'cookie', name: 'passant_session' } },
  );
}

/** The protocol endpoints as OpenAPI 3.1. */
export function protocolOpenApi(publicUrl: string): Json {
  return documentOf(
    'Passant',
    'Custom registration, introspection and client registration. A member that is null or empty text counts as absent.',
    publicUrl,
    PROTOCOL_ENDPOINTS.map(ofProtocol),
    { basic: { type: 'http', scheme: 'basic' }, bearer: { type: 'http', scheme: 'bearer' } },
  );
}
