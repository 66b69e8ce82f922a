/**
 * The part of the prelude that defines LOG, CACHE, PROPERTIES, CRYPTO and HTTP. It uses names declared in the prelude.
 */
export const PRELUDE_HOST_OBJECTS = `
const show = (value) => {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object') return typeof value === 'function' ? '[function]' : text(value);
  if (value instanceof ErrorBase) return text(value.name) + ': ' + text(value.message);
  try {
    return stringify(value) ?? '[object]';
  } catch {
    return '[object]';
  }
};

const LONGEST_MESSAGE = 8192;
let logging = true;
const log = (level, format, values) => {
  if (!logging) return;
  const pattern = show(format);
  let message = '', from = 0, next = 0;
  while (next < values.length && message.length < LONGEST_MESSAGE) {
    const at = indexOf(pattern, '{}', from);
    if (at < 0) break;
    message += slice(pattern, from, at) + slice(show(values[next]), 0, LONGEST_MESSAGE + 1);
    next += 1;
    from = at + 2;
  }
  message += slice(pattern, from, from + LONGEST_MESSAGE + 1);
  for (; next < values.length && message.length < LONGEST_MESSAGE; next += 1) message += ' ' + slice(show(values[next]), 0, LONGEST_MESSAGE + 1);
  if (message.length > LONGEST_MESSAGE) message = slice(message, 0, LONGEST_MESSAGE) + '…';
  logging = ask('L' + level + stringify(message));
};
define('LOG', seal({
  debug(format, ...values) { log('d', format, values); },
  info(format, ...values) { log('i', format, values); },
  warn(format, ...values) { log('w', format, values); },
  error(format, ...values) { log('e', format, values); },
}));

const demandString = (value, what, longest) => {
  if (typeof value !== 'string') throw new NativeTypeError(what + ' must be a string.');
  // UTF-8 has no halves of characters: two texts that differ in them would become the same bytes.
  if (!isWellFormed(value)) throw new NativeTypeError(what + ' holds half a surrogate pair.');
  if (value.length > longest) throw new NativeRangeError(what + ' must not be longer than ' + longest + ' characters.');
  return value;
};
const demandKey = (value, what) => {
  if (demandString(value, what, 512) === '') throw new NativeRangeError(what + ' must not be empty.');
  return value;
};
const demandLifetime = (ttlSeconds) => {
  if (typeof ttlSeconds !== 'number') throw new NativeTypeError('ttlSeconds must be a number.');
  if (!isInteger(ttlSeconds) || ttlSeconds < 1 || ttlSeconds > 86400) throw new NativeRangeError('ttlSeconds must be a whole number from 1 to 86400.');
  return ttlSeconds;
};
const askToStore = (how, key, value, ttlSeconds) => {
  demandKey(key, 'The cache key');
  demandString(value, 'The cached value', 65536);
  return ask('C' + stringify([how, key, value, demandLifetime(ttlSeconds)]));
};
define('CACHE', seal({
  store(key, value, ttlSeconds = 300) { askToStore('store', key, value, ttlSeconds); },
  storeIfAbsent(key, value, ttlSeconds = 300) { return askToStore('storeIfAbsent', key, value, ttlSeconds); },
  increment(key, ttlSeconds = 300) {
    return ask('C' + stringify(['increment', demandKey(key, 'The cache key'), demandLifetime(ttlSeconds)]));
  },
  fetch(key) { return ask('C' + stringify(['fetch', demandKey(key, 'The cache key')])); },
  delete(key) { ask('C' + stringify(['delete', demandKey(key, 'The cache key')])); },
}));
define('PROPERTIES', seal({
  get(identifier) { return ask('C' + stringify(['property', demandKey(identifier, 'The identifier of the property')])); },
}));

const MEBIBYTE = 1048576;
const demandKeyObject = (value, what) => {
  if (value === null || typeof value !== 'object') throw new NativeTypeError(what + ' must be a JSON Web Key.');
  return value;
};
define('CRYPTO', seal({
  sha256(data) { return ask('K' + stringify(['sha256', demandString(data, 'The text', MEBIBYTE)])); },
  hmac(key, data) { return ask('K' + stringify(['hmac', demandString(key, 'The key', MEBIBYTE), demandString(data, 'The text', MEBIBYTE)])); },
  randomUUID() { return ask('K["randomUUID"]'); },
  verifyJws(compact, jwk) {
    return freeze(ask('K' + stringify(['verifyJws', demandString(compact, 'The JWS', MEBIBYTE), demandKeyObject(jwk, 'The key')])));
  },
  verifySignature(options) {
    if (options === null || typeof options !== 'object') throw new NativeTypeError('verifySignature takes one object.');
    const { algorithm, publicKey, data, signature } = options;
    return ask('K' + stringify(['verifySignature', algorithm, demandKeyObject(publicKey, 'publicKey'), demandString(data, 'data', MEBIBYTE), demandString(signature, 'signature', 4096)]));
  },
}));

const waiting = { __proto__: null };
let calls = 0;
const HEADER_NAME = /^[!#$%&'*+.^_\`|~0-9A-Za-z-]+$/, HEADER_VALUE = /^[\\t\\x20-\\x7e\\x80-\\xff]*$/;
const readHeaders = (given) => {
  const headers = { __proto__: null };
  if (given === undefined || given === null) return headers;
  if (typeof given !== 'object' || isArray(given)) throw new NativeTypeError('headers must be an object.');
  for (const name of keysOf(given)) {
    if (!test(HEADER_NAME, name)) throw new NativeTypeError(stringify(name) + ' is no name of a header.');
    const value = demandString(given[name], 'The header ' + name, 8192);
    if (!test(HEADER_VALUE, value)) throw new NativeTypeError('The header ' + name + ' holds a character that cannot be sent.');
    headers[name] = value;
  }
  return headers;
};
define('HTTP', seal({
  fetch(url, options = {}) {
    return new PromiseBase((resolve, reject) => {
      const { method = 'GET', headers, body = null, timeoutMs = 10000 } = options;
      demandString(url, 'The URL', 4096);
      demandString(method, 'method', 20);
      if (body !== null) demandString(body, 'body', MEBIBYTE);
      if (!isInteger(timeoutMs) || timeoutMs < 1) throw new NativeRangeError('timeoutMs must be a whole number above 0.');
      const id = calls + 1;
      ask('H' + stringify([id, url, method, readHeaders(headers), body, timeoutMs]));
      calls = id;
      waiting[id] = { resolve, reject };
    });
  },
}));
const deliver = (answer) => {
  const call = waiting[answer.id];
  if (call === undefined) return;
  delete waiting[answer.id];
  if (answer.error !== undefined) return call.reject(new ErrorBase(answer.error));
  const { status, headers, body } = answer;
  call.resolve(freeze({ status, ok: status >= 200 && status < 300, headers: freeze(headers), body, json: freeze(() => parse(body)) }));
};
`;
