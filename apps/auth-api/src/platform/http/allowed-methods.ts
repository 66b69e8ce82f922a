import { ADMIN_API_PATH } from '@passant/contracts';
import type { FastifyInstance } from 'fastify';

const METHODS = Symbol('methods by path');
interface Route {
  /** Ends in a wildcard: it is asked only where no other route fits. */
  open: boolean;
  pattern: RegExp;
  methods: Set<string>;
}
type Watched = FastifyInstance & { [METHODS]?: Map<string, Route> };

/** Remembers every route that is registered from now on, so that a wrong method can be told from a wrong address. */
export function watchRoutes(fastify: FastifyInstance): void {
  const routes = new Map<string, Route>();
  (fastify as Watched)[METHODS] = routes;
  fastify.addHook('onRoute', ({ url, method }) => {
    if (url === '*' || url === '/*') return;
    const route = routes.get(url) ?? {
      open: url.includes('*'),
      pattern: new RegExp(
        `^${url
          .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
          .replace(/:[^/]+/g, '[^/]+')
          .replace('*', '.*')}$`,
      ),
      methods: new Set<string>(),
    };
    for (const name of [method].flat()) route.methods.add(name);
    routes.set(url, route);
  });
}

/** The routes and methods that are registered, for comparison with what is documented. */
export function registeredRoutes(fastify: FastifyInstance): { path: string; method: string }[] {
  return [...((fastify as Watched)[METHODS] ?? new Map<string, Route>())].flatMap(([path, { open, methods }]) =>
    open ? [] : [...methods].map((method) => ({ path, method })),
  );
}

/** Methods that a path takes; empty if there is nothing at it. */
export function allowedMethods(fastify: FastifyInstance, url: string): string[] {
  const path = url.split('?', 1)[0]!;
  const fitting = [...((fastify as Watched)[METHODS]?.values() ?? [])].filter(({ pattern }) => pattern.test(path));
  const exact = fitting.filter(({ open }) => !open);
  // An address below the admin API that does not exist is no page of the console.
  const routes = exact.length > 0 || path.startsWith(`${ADMIN_API_PATH}/`) ? exact : fitting;
  return [...new Set(routes.flatMap(({ methods }) => [...methods]))].sort();
}
