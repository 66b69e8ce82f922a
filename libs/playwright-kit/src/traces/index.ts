/** What a trace of a person is: the rule of `toHaveLeftNoTrace()` and of `npm run prove:no-trace`. */
export { type Sought, patternsOf, wordsOf } from './patterns.js';
export { Scanner } from './scanner.js';
