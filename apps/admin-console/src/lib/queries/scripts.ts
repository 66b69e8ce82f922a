import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from '../api/client.js';
import { keys } from './keys.js';

/** Versions per page. */
const PAGE_SIZE = 20;
/** Milliseconds between two looks at a shadow run. */
const LOOK_AGAIN = 5_000;

/** What an editor for scripts needs; it changes with the server only. */
export const scriptKitQuery = queryOptions({
  queryKey: keys.scriptKit,
  queryFn: ({ signal }) => call('readScriptKit', { signal }),
  staleTime: Infinity,
});

export const scriptVersionList = (identifier: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.scriptVersions(identifier), 'list'],
    queryFn: ({ pageParam: cursor, signal }) =>
      call('listScriptVersions', { path: { identifier }, query: { cursor, limit: PAGE_SIZE }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor,
  });

/** A version with its texts, which never change. */
export const scriptVersionQuery = (identifier: string, version: number) =>
  queryOptions({
    queryKey: [...keys.scriptVersions(identifier), 'one', version],
    queryFn: ({ signal }) => call('readScriptVersion', { path: { identifier, version: String(version) }, signal }),
  });

export const scriptFixturesQuery = (identifier: string) =>
  queryOptions({
    queryKey: keys.scriptFixtures(identifier),
    queryFn: ({ signal }) => call('listScriptFixtures', { path: { identifier }, signal }),
  });

/** What a candidate decided so far; looked at again for as long as it runs. */
export const shadowRunQuery = (identifier: string) =>
  queryOptions({
    queryKey: keys.shadowRun(identifier),
    queryFn: ({ signal }) => call('readShadowRun', { path: { identifier }, signal }),
    refetchInterval: ({ state }) => (state.data?.shadow_run?.running ? LOOK_AGAIN : false),
  });

export const scriptActivityQuery = (identifier: string) =>
  queryOptions({
    queryKey: keys.scriptActivity(identifier),
    queryFn: ({ signal }) => call('readScriptActivity', { path: { identifier }, signal }),
  });
