import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from '../api/client.js';
import { keys } from './keys.js';

/** Versions per page. */
const PAGE_SIZE = 20;
/** Polling interval of a shadow run, in milliseconds. */
const LOOK_AGAIN = 5_000;

/** The data that a script editor needs. It changes only with the server's version. */
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

/** A version with its script texts, which never change. */
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

/** The decisions of a candidate so far. Polled for as long as the shadow run is active. */
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
