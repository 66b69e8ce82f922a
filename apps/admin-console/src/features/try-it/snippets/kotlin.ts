import { DEMO_PERSON, PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { type ProgramValues, inComment, kotlinText, mayAskForUserInfo, scopesForPhone } from './snippet.js';

/** A program in Kotlin that does what the phone did, and uses the token. It needs Kotlin, Java 17 and Maven Central. */
export function kotlinSnippet(values: ProgramValues): string {
  const { application, provider, platform, version, schemeKey } = values;
  const twoSteps = provider.flow === 'TWO_STEP';
  const asks = mayAskForUserInfo(application);
  const scopes = scopesForPhone(application);
  const step = (name: 'init' | 'complete') => kotlinText(PATHS.customRegistrationV2(provider.identifier, name));
  return `// ${inComment(application.name)}: installs the app, signs a person in statelessly and uses the token.
// Run it with Kotlin 2 and Java 17: kotlin phone.main.kts
@file:DependsOn("org.json:json:20250517") // as it is part of Android

import java.math.BigInteger
import java.net.HttpURLConnection
import java.net.URI
import java.security.KeyFactory
import java.security.KeyPairGenerator
import java.security.PrivateKey
import java.security.Signature
import java.security.interfaces.ECPublicKey
import java.security.spec.ECGenParameterSpec
import java.security.spec.PKCS8EncodedKeySpec
import java.util.Base64
import java.util.UUID
import org.json.JSONArray
import org.json.JSONObject

val server = ${kotlinText(values.origin)}
val issuer = ${kotlinText(values.issuer)}
val initialAccessToken = ${kotlinText(values.initialAccessToken)}

fun now(): Long = System.currentTimeMillis() / 1000

fun base64url(bytes: ByteArray): String = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)

/** A coordinate of a P-256 key: 32 bytes, without a sign. */
fun coordinate(number: BigInteger): String {
    val bytes = number.toByteArray().takeLast(32)
    return base64url((List<Byte>(32 - bytes.size) { 0 } + bytes).toByteArray())
}

/** A compact JWS with ES256. The signature is r and s, 32 bytes each; Android's Keystore gives ASN.1, to be taken apart. */
fun sign(key: PrivateKey, header: JSONObject, claims: JSONObject): String {
    val input = listOf(header, claims).joinToString(".") { base64url(it.toString().toByteArray()) }
    val signature = Signature.getInstance("SHA256withECDSAinP1363Format").run {
        initSign(key)
        update(input.toByteArray())
        sign()
    }
    return input + "." + base64url(signature)
}

/** Sends a request: POST if there is something to send. Fails with what the server answers if it is no success. */
fun send(path: String, body: JSONObject? = null, token: String? = null): JSONObject {
    val connection = URI(server + path).toURL().openConnection() as HttpURLConnection
    if (token != null) connection.setRequestProperty("Authorization", "Bearer " + token)
    if (body != null) {
        connection.requestMethod = "POST"
        connection.doOutput = true
        connection.setRequestProperty("Content-Type", "application/json")
        connection.outputStream.use { it.write(body.toString().toByteArray()) }
    }
    val succeeded = connection.responseCode < 300
    val stream = if (succeeded) connection.inputStream else connection.errorStream
    val answer = stream.use { it.reader().readText() }
    check(succeeded) { answer }
    return JSONObject(answer)
}

// The key of this installation. On a phone, make it in the Android Keystore, from which it cannot be read.
val pair = KeyPairGenerator.getInstance("EC").run {
    initialize(ECGenParameterSpec("secp256r1"))
    generateKeyPair()
}
val point = (pair.public as ECPublicKey).w
val jwk = JSONObject()
    .put("kty", "EC").put("crv", "P-256").put("kid", "key-1").put("use", "sig").put("alg", "ES256")
    .put("x", coordinate(point.affineX)).put("y", coordinate(point.affineY))
val clientId = send(
    ${kotlinText(PATHS.clients)},
    JSONObject()
        .put("application_type", "native")
        .put("client_name", "Trial phone")
        .put("software_id", ${kotlinText(application.identifier)})
        .put("software_version", ${kotlinText(version)})
        .put("app_platform", ${kotlinText(platform)})
        .put("token_endpoint_auth_method", "private_key_jwt")
        .put("jwks", JSONObject().put("keys", JSONArray().put(jwk))),
    token = initialAccessToken,
).getString("client_id")

/** Sends a step with a client assertion, which is good for five minutes and one request. */
fun step(path: String, members: JSONObject): JSONObject {
    val header = JSONObject().put("alg", "ES256").put("kid", "key-1").put("typ", "client-authentication+jwt")
    val claims = JSONObject()
        .put("iss", clientId).put("sub", clientId).put("aud", issuer)
        .put("iat", now()).put("exp", now() + 300).put("jti", UUID.randomUUID().toString())
    return send(
        path,
        members
            .put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            .put("client_assertion", sign(pair.private, header, claims)),
    )
}

${twoSteps ? `val begun = step(${step('init')}, JSONObject())\n` : ''}${schemeKey === undefined ? TYPED : signed(schemeKey)}
val answer = step(
    ${step('complete')},
    JSONObject()${twoSteps ? '\n        .put("transaction_id", begun.getString("transaction_id"))' : ''}
        .put("data", data)
        .put("profile_id", "TRIAL1")
        .put("grant_type", ${kotlinText(STATELESS_AUTHENTICATION_GRANT)})${
          scopes ? `\n        .put("scope", JSONArray(listOf(${scopes.map(kotlinText).join(', ')})))` : ''
        },
)
println(answer.toString(2))

// The token, for a few minutes. An app keeps it in memory alone.
val accessToken = answer.getJSONObject("oauth_token").getString("access_token")
${asks ? `println(send(${kotlinText(PATHS.userInfo)}, token = accessToken).toString(2))` : YOUR_API}
`;
}

const YOUR_API = `// Your API takes it in the header Authorization, and asks this server whose it is.
println("Authorization: Bearer " + accessToken)`;

const TYPED = `// What the app brings back from the scheme.
val data = ""`;

function signed(pem: string): string {
  const key = pem.split('\n').slice(1, -1).join('');
  return `// The simulated scheme signs the challenge and who the person is.
val schemeKey = Base64.getDecoder().decode(
    ${kotlinText(key)}
)
val scheme = KeyFactory.getInstance("EC").generatePrivate(PKCS8EncodedKeySpec(schemeKey))
val statement = sign(
    scheme,
    JSONObject().put("alg", "ES256"),
    JSONObject()
        .put("challenge", JSONObject(begun.getString("data")).getString("challenge"))
        .put("sub", ${kotlinText(DEMO_PERSON.sub)})
        .put("firstName", ${kotlinText(DEMO_PERSON.firstName)})
        .put("lastName", ${kotlinText(DEMO_PERSON.lastName)})
        .put("iat", now()).put("exp", now() + 300),
)
val data = JSONObject().put("statement", statement).toString()`;
}
