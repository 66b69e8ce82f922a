import type { FastifyInstance } from 'fastify';

const METHODS = Symbol('methods by path');
interface Route {
  pattern: RegExp;
  methods: Set<string>;
}
type Watched = FastifyInstance & { [METHODS]?: Map<string, Route> };

/** Remembers every route that is registered from now on, so that a wrong method can be told from a wrong address. */
export function watchRoutes(fastify: FastifyInstance): void {
  const routes = new Map<string, Route>();
  (fastify as Watched)[METHODS] = routes;
  fastify.addHook('onRoute', ({ url, method }) => {
    if (url.includes('*')) return;
    const route = routes.get(url) ?? {
      pattern: new RegExp(`^${url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:[^/]+/g, '[^/]+')}$`),
      methods: new Set<string>(),
    };
    for (const name of [method].flat()) route.methods.add(name);
    routes.set(url, route);
  });
}

/** The routes and methods that are registered, for comparison with what is documented. */
export function registeredRoutes(fastify: FastifyInstance): { path: string; method: string }[] {
  return [...((fastify as Watched)[METHODS] ?? new Map<string, Route>())].flatMap(([path, { methods }]) =>
    [...methods].map((method) => ({ path, method })),
  );
}

/** Methods that a path takes; empty if there is nothing at it. */
export function allowedMethods(fastify: FastifyInstance, url: string): string[] {
  const path = url.split('?', 1)[0]!;
  const allowed = new Set<string>();
  for (const { pattern, methods } of (fastify as Watched)[METHODS]?.values() ?? []) {
    if (pattern.test(path)) for (const method of methods) allowed.add(method);
  }
  return [...allowed].sort();
}
