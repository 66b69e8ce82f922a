import type { z } from 'zod';
import { ADMIN_API_PATH } from '../paths.js';

/** One call of the admin API: what it takes and what it answers. The console's client and OpenAPI are made from this. */
export interface Endpoint<
  Request extends z.ZodType | undefined = z.ZodType | undefined,
  Response extends z.ZodType | undefined = z.ZodType | undefined,
> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below {@link ADMIN_API_PATH}; `{name}` stands for a path parameter. */
  path: string;
  summary: string;
  query?: z.ZodType;
  request: Request;
  response: Response;
  status: 200 | 201 | 204;
  /** A change that must name the version it was made from (`If-Match`). */
  conditional?: boolean;
}

/** Declares an endpoint, keeping its exact types. */
export function endpoint<Request extends z.ZodType | undefined, Response extends z.ZodType | undefined>(
  definition: Endpoint<Request, Response>,
): Endpoint<Request, Response> {
  return definition;
}

/** The full path of an endpoint with its parameters filled in. */
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
