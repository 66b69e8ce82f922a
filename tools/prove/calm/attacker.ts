/**
 * Process that sends volleys. It is separate so that the cost of attacking does not add to the latency of normal
 * traffic.
 */
import { type Volley, fire } from './volley.js';

process.on('message', (volley: Volley) => {
  void fire(volley).then((account) => process.send!(account));
});
// The parent is gone.
process.once('disconnect', () => process.exit(0));
