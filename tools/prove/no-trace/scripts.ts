/**
 * What the app tells the scripts to do. The texts that a script outputs come with the request, so that each contains a
 * canary.
 */
export interface Order {
  action:
    | 'succeed'
    | 'retry'
    | 'refuse'
    | 'throw'
    | 'throw-value'
    | 'no-status'
    | 'text-status'
    | 'no-user'
    | 'protected-claim'
    | 'not-storable'
    | 'too-large'
    | 'spin'
    | 'exhaust-memory'
    | 'exhaust-stack'
    | 'fetch'
    | 'fetch-elsewhere';
  person?: string;
  firstName?: string;
  response?: string;
  keep?: string;
  log?: string;
  /** For `fetch`: a URL of the scheme. */
  url?: string;
}

const ACT = `
async function act(order, input) {
  LOG.info(order.log); LOG.error('error: ' + order.log);
  CACHE.store('last-' + order.person, JSON.stringify(order), 600);
  CACHE.storeIfAbsent('first-' + order.person, JSON.stringify(order), 600); CACHE.increment('times-' + order.person, 600);
  switch (order.action) {
    case 'retry': return { status: 4001, responsePayload: order.response };
    case 'refuse': return { status: 5001, responsePayload: order.response };
    case 'throw': throw new Error('cannot work with ' + input);
    case 'throw-value': throw { reason: input };
    case 'no-status': return { responsePayload: order.response, user: { id: order.person } };
    case 'text-status': return { status: order.response, user: { id: order.person } };
    case 'no-user': return { status: 2000, responsePayload: order.response };
    case 'protected-claim': return { status: 2000, user: { id: order.person, amr: order.response } };
    case 'not-storable': return { status: 2000, user: { id: order.person + '\\u0000', firstName: order.firstName } };
    case 'too-large': return { status: 2000, responsePayload: new Array(20000).join(order.response) };
    case 'spin': for (;;) order.count = (order.count || 0) + 1;
    case 'exhaust-memory': for (var all = []; ;) all.push(new Array(10000).join(order.person + all.length));
    case 'exhaust-stack': return (function again() { return again() + order.person; })();
    case 'fetch': case 'fetch-elsewhere':
      var answer = await HTTP.fetch(order.url, { method: 'POST', body: input });
      if (answer.status !== 200) throw new Error('the scheme said ' + answer.body + ' about ' + input);
  }
  return undefined;
}`;

/** Every step supports every action. A successful *init* keeps data for *complete*. */
export const SCRIPTS = {
  init: `${ACT}
async function execute(requestPayload) {
  // The login pages begin before the person has said anything.
  if (!requestPayload) return { status: 2000, responsePayload: 'who are you?' };
  var order = JSON.parse(requestPayload);
  return (await act(order, requestPayload)) ||
    { status: 2000, responsePayload: order.response, registrationData: order.keep + requestPayload };
}`,
  complete: `${ACT}
async function execute(requestPayload, userIdentifier, registrationData, params) {
  var order = JSON.parse(requestPayload);
  LOG.warn(JSON.stringify({ kept: registrationData, params: params }));
  return (await act(order, requestPayload)) || {
    status: 2000, responsePayload: order.response,
    user: { id: order.person, firstName: order.firstName, address: { street: order.firstName } },
  };
}`,
  backchannel: `${ACT}
async function execute(requestPayload) {
  var order = JSON.parse(requestPayload);
  return (await act(order, requestPayload)) || { status: 2000, responsePayload: order.response };
}`,
};
