import { ADMIN_API_PATH } from '@passant/contracts';
import type { FastifyInstance } from 'fastify';

const METHODS = Symbol('methods by path');
interface Route {
  /** The path contains a wildcard: this route is considered only if no other route matches. */
  open: boolean;
  pattern: RegExp;
  methods: Set<string>;
}
type Watched = FastifyInstance & { [METHODS]?: Map<string, Route> };

/** Records every route registered from now on, so that a wrong method can be distinguished from a wrong path. */
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

/** The registered routes and methods, for comparison with the documented ones. */
export function registeredRoutes(fastify: FastifyInstance): { path: string; method: string }[] {
  return [...((fastify as Watched)[METHODS] ?? new Map<string, Route>())].flatMap(([path, { open, methods }]) =>
    open ? [] : [...methods].map((method) => ({ path, method })),
  );
}

/** The methods that a path supports; empty if nothing exists at the path. */
export function allowedMethods(fastify: FastifyInstance, url: string): string[] {
  const path = url.split('?', 1)[0]!;
  const fitting = [...((fastify as Watched)[METHODS]?.values() ?? [])].filter(({ pattern }) => pattern.test(path));
  const exact = fitting.filter(({ open }) => !open);
  // A path under the admin API that does not exist is not a console page.
  const routes = exact.length > 0 || path.startsWith(`${ADMIN_API_PATH}/`) ? exact : fitting;
  return [...new Set(routes.flatMap(({ methods }) => [...methods]))].sort();
}
