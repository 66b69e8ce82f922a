import { TextDecoder } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import '@testing-library/jest-dom/jest-globals';
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from '@jest/globals';

// What every browser has and jsdom lacks.
globalThis.TextDecoder ??= TextDecoder as typeof globalThis.TextDecoder;
globalThis.structuredClone ??= <Value>(value: Value) => deserialize(serialize(value)) as Value;

// jsdom has no layout. These are the browser APIs that Mantine needs for rendering and for opening lists.
window.matchMedia = (query: string) =>
  ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
    dispatchEvent: () => false,
  }) as MediaQueryList;

window.ResizeObserver = class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};

Element.prototype.scrollIntoView = () => undefined;

// What is awaited comes, however slow the machine is; the test as a whole has twice as long.
configure({ asyncUtilTimeout: 60_000 });

afterEach(cleanup);
