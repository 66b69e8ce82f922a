import type { z } from 'zod';
import { ADMIN_API_PATH } from '../paths.js';

/** One endpoint of the admin API: its request and response. The console's client and OpenAPI derive from it. */
export interface Endpoint<
  Request extends z.ZodType | undefined = z.ZodType | undefined,
  Response extends z.ZodType | undefined = z.ZodType | undefined,
> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Relative to {@link ADMIN_API_PATH}; `{name}` stands for a path parameter. */
  path: string;
  summary: string;
  query?: z.ZodType;
  request: Request;
  response: Response;
  status: 200 | 201 | 204;
  /** Whether the request must (`true`) or may (`'optional'`) name the version it is based on, in `If-Match`. */
  conditional?: true | 'optional';
}

/** Declares an endpoint and preserves its exact types. */
export function endpoint<Request extends z.ZodType | undefined, Response extends z.ZodType | undefined>(
  definition: Endpoint<Request, Response>,
): Endpoint<Request, Response> {
  return definition;
}

/** Returns the full path of an endpoint with its path parameters filled in. */
export function adminPath(endpoint: Endpoint, parameters: Record<string, string> = {}): string {
  return (
    ADMIN_API_PATH +
    endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = parameters[name];
      if (value === undefined) throw new Error(`No value for path parameter ${name} of ${endpoint.path}`);
      return encodeURIComponent(value);
    })
  );
}
