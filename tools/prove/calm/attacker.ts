/**
 * Process that sends volleys. It is separate, and gives way to everything else, so that the cost of attacking does not add
 * to the latency of normal traffic: who attacks a server does not work on its processors.
 */
import { getPriority, setPriority } from 'node:os';
import { type Volley, fire } from './volley.js';

/** Below whoever started it, by as many steps of niceness; on an idle machine that is nearly the lowest there is. */
const BELOW = 18;

setPriority(Math.min(19, getPriority() + BELOW));

process.on('message', (volley: Volley) => {
  void fire(volley).then((account) => process.send!(account));
});
// The parent is gone.
process.once('disconnect', () => process.exit(0));
