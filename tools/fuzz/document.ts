import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Schema } from './schema.js';

export type Surface = 'protocol' | 'admin';

interface Content {
  schema?: Schema;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  schema: Schema;
}

/** An operation as a document describes it. */
export interface Operation {
  surface: Surface;
  id: string;
  method: string;
  path: string;
  security: Record<string, string[]>[];
  parameters: Parameter[];
  body: { type: string; schema: Schema; required: boolean } | undefined;
  /** Media types and their validators, by status or `default`. */
  responses: Map<string, Map<string, ValidateFunction | undefined>>;
  /** Whether a body is what the document says. */
  isBody: ValidateFunction | undefined;
}

interface Described {
  operationId: string;
  security: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, Content> }>;
}

export interface OpenApi {
  paths: Record<string, Record<string, Described>>;
}

const FORMATS = {
  uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  uri: (text: string) => URL.canParse(text),
};

const pointerOf = (...names: string[]) =>
  names.map((name) => `/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');

/** All operations of a document. @throws if a schema in it cannot be used where it stands */
export function operationsOf(surface: Surface, document: OpenApi): Operation[] {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, formats: FORMATS, allErrors: false });
  ajv.addSchema(document, 'document');
  // From the root: a reference means what it means to every reader of the document.
  const compiled = (...names: string[]) => ajv.compile({ $ref: `document#${pointerOf(...names)}` });
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => {
      const [content] = Object.entries(described.requestBody?.content ?? {});
      const at = ['paths', path, method];
      const responses = Object.entries(described.responses).map(([status, response]) => {
        const types = Object.entries(response.content ?? {}).map(([type, { schema }]) => {
          const names = [...at, 'responses', status, 'content', type, 'schema'];
          return [type, schema === undefined ? undefined : compiled(...names)] as const;
        });
        return [status, new Map(types)] as const;
      });
      return {
        ...{ surface, id: described.operationId, method: method.toUpperCase(), path, security: described.security },
        parameters: described.parameters ?? [],
        body: content && { type: content[0], schema: content[1].schema, required: described.requestBody!.required },
        responses: new Map(responses),
        isBody: content && compiled(...at, 'requestBody', 'content', content[0], 'schema'),
      };
    }),
  );
}
