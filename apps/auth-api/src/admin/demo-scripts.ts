/**
 * Scripts of the demo provider, which imitates an external identity scheme: *init* returns a challenge to take there,
 * the scheme answers with a signed statement about the person, and *complete* checks the signature and the challenge.
 * The scheme's private key is public too, since it is embedded in the demo phone. Nothing real may
 * trust it: where others can reach the server, a script with it is not run.
 */
export const DEMO_INIT_SCRIPT = `// First step: the app takes this challenge to the identity scheme.
function execute(requestPayload, userIdentifier, registrationData, hookContextCustomParams) {
  var challenge = CRYPTO.randomUUID();
  LOG.info('challenge made');
  return {
    status: 2000,
    responsePayload: JSON.stringify({ challenge: challenge }),
    registrationData: challenge, // handed to the complete script
  };
}
`;

export const DEMO_COMPLETE_SCRIPT = `// The public key of the simulated scheme. The demo phone holds the private one.
var SCHEME_KEY = {
  kty: 'EC', crv: 'P-256',
  x: 'Ie5jW5u30HOA_jbmfvqxFSNw_gqmWrvDu7Mm38f0TrI',
  y: 'rPR_EO0DIv4QYgl2gtNd5Hdf5veRnJzu86yvmlUr4sA',
};

// Second step: the app brings what the scheme signed: { "statement": "<JWS>" }.
function execute(requestPayload, userIdentifier, registrationData, hookContextCustomParams) {
  var answer;
  try {
    answer = JSON.parse(requestPayload);
  } catch (error) {
    return { status: 4001, responsePayload: 'The answer is not JSON.' };
  }

  var statement = CRYPTO.verifyJws(String(answer.statement), SCHEME_KEY);
  if (!statement.valid) {
    return { status: 4002, responsePayload: 'The statement is not signed by the scheme.' };
  }

  var claims = statement.payload;
  if (claims.challenge !== registrationData) {
    return { status: 5001, responsePayload: 'The statement answers another challenge.' };
  }

  return {
    status: 2000,
    user: { id: claims.sub, amr: ['hwk'], firstName: claims.firstName ?? null, lastName: claims.lastName ?? null },
  };
}
`;
