import { ISSUER_PATH, PATHS, type CreatedSoftwareStatement } from '@passant/contracts';

/** Code that registers an installation with a software statement, with the app's own values filled in. */
export interface Snippet {
  id: 'json' | 'swift' | 'kotlin' | 'typescript';
  title: string;
  text: string;
}

interface Values {
  endpoint: string;
  statement: string;
  /** What the code is for, for example "City services, iOS 1.0". */
  app: string;
}

/** @param origin the server's public URL, without a path @param name name of the application */
export function snippetsOf(origin: string, created: CreatedSoftwareStatement, name: string): Snippet[] {
  const platform = created.app_platform === 'ios' ? 'iOS' : 'Android';
  const values: Values = {
    endpoint: origin + PATHS.clients,
    statement: created.software_statement,
    // The name is inserted into comments, and must not be able to terminate them.
    app: `${name}, ${platform} ${created.app_version}`.replaceAll(/[\r\n]|\*\//g, ' '),
  };
  return [
    { id: 'swift', title: 'Swift', text: swift(values) },
    { id: 'kotlin', title: 'Kotlin', text: kotlin(values) },
    { id: 'typescript', title: 'TypeScript', text: typescript(values) },
    { id: 'json', title: 'JSON', text: json(origin + ISSUER_PATH, values) },
  ];
}

function json(issuer: string, { endpoint, statement }: Values): string {
  return JSON.stringify({ issuer, registration_endpoint: endpoint, software_statement: statement }, null, 2);
}

function typescript({ endpoint, statement, app }: Values): string {
  return `/** ${app}: registers this installation. Do it once, and keep the key and the client id together. */
export async function register(): Promise<{ clientId: string; key: CryptoKeyPair }> {
  const key = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const { x, y } = await crypto.subtle.exportKey('jwk', key.publicKey);
  const response = await fetch('${endpoint}', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      software_statement: SOFTWARE_STATEMENT,
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [{ kty: 'EC', crv: 'P-256', kid: 'key-1', use: 'sig', alg: 'ES256', x, y }] },
    }),
  });
  if (response.status !== 201) throw new Error(\`Registration was refused: \${await response.text()}\`);
  const { client_id: clientId } = (await response.json()) as { client_id: string };
  return { clientId, key };
}

const SOFTWARE_STATEMENT =
  '${statement}';
`;
}

function swift({ endpoint, statement, app }: Values): string {
  return `import CryptoKit
import Foundation

/// ${app}: registers this installation. Do it once, and keep the key and the client id together.
func register() async throws -> (clientId: String, key: SecureEnclave.P256.Signing.PrivateKey) {
    let key = try SecureEnclave.P256.Signing.PrivateKey()
    let point = key.publicKey.rawRepresentation // x and y, 32 bytes each
    let jwk = [
        "kty": "EC", "crv": "P-256", "kid": "key-1", "use": "sig", "alg": "ES256",
        "x": base64url(point.prefix(32)), "y": base64url(point.suffix(32)),
    ]
    var request = URLRequest(url: URL(string: "${endpoint}")!)
    request.httpMethod = "POST"
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    request.httpBody = try JSONSerialization.data(withJSONObject: [
        "software_statement": softwareStatement,
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks": ["keys": [jwk]],
    ] as [String: Any])
    let (data, response) = try await URLSession.shared.data(for: request)
    guard (response as? HTTPURLResponse)?.statusCode == 201,
          let answer = try JSONSerialization.jsonObject(with: data) as? [String: Any],
          let clientId = answer["client_id"] as? String
    else { throw URLError(.badServerResponse) }
    return (clientId, key)
}

private func base64url(_ bytes: Data) -> String {
    bytes.base64EncodedString()
        .replacingOccurrences(of: "+", with: "-")
        .replacingOccurrences(of: "/", with: "_")
        .replacingOccurrences(of: "=", with: "")
}

private let softwareStatement =
    "${statement}"
`;
}

function kotlin({ endpoint, statement, app }: Values): string {
  return `import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import android.util.Base64
import java.math.BigInteger
import java.net.HttpURLConnection
import java.net.URL
import java.security.KeyPairGenerator
import java.security.interfaces.ECPublicKey
import java.security.spec.ECGenParameterSpec
import org.json.JSONArray
import org.json.JSONObject

/** ${app}: registers this installation. Do it once, off the main thread, and keep the client id. */
fun register(): String {
    val generator = KeyPairGenerator.getInstance(KeyProperties.KEY_ALGORITHM_EC, "AndroidKeyStore")
    generator.initialize(
        KeyGenParameterSpec.Builder("passant-device-key", KeyProperties.PURPOSE_SIGN)
            .setAlgorithmParameterSpec(ECGenParameterSpec("secp256r1"))
            .setDigests(KeyProperties.DIGEST_SHA256)
            .build()
    )
    val point = (generator.generateKeyPair().public as ECPublicKey).w
    val jwk = JSONObject()
        .put("kty", "EC").put("crv", "P-256").put("kid", "key-1").put("use", "sig").put("alg", "ES256")
        .put("x", base64url(point.affineX)).put("y", base64url(point.affineY))
    val body = JSONObject()
        .put("software_statement", SOFTWARE_STATEMENT)
        .put("token_endpoint_auth_method", "private_key_jwt")
        .put("jwks", JSONObject().put("keys", JSONArray().put(jwk)))
    val connection = URL("${endpoint}").openConnection() as HttpURLConnection
    connection.requestMethod = "POST"
    connection.doOutput = true
    connection.setRequestProperty("Content-Type", "application/json")
    connection.outputStream.use { it.write(body.toString().toByteArray()) }
    check(connection.responseCode == 201) { "Registration was refused: \${connection.responseCode}" }
    val answer = connection.inputStream.use { it.reader().readText() }
    return JSONObject(answer).getString("client_id")
}

private fun base64url(coordinate: BigInteger): String {
    val bytes = coordinate.toByteArray().takeLast(32)
    val fixed = List<Byte>(32 - bytes.size) { 0 } + bytes
    return Base64.encodeToString(fixed.toByteArray(), Base64.URL_SAFE or Base64.NO_PADDING or Base64.NO_WRAP)
}

private const val SOFTWARE_STATEMENT =
    "${statement}"
`;
}
