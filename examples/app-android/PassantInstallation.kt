import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import android.util.Base64
import java.math.BigInteger
import java.net.HttpURLConnection
import java.net.URL
import java.security.KeyPairGenerator
import java.security.KeyStore
import java.security.PrivateKey
import java.security.Signature
import java.security.interfaces.ECPublicKey
import java.security.spec.ECGenParameterSpec
import java.util.UUID
import kotlin.math.abs
import org.json.JSONArray
import org.json.JSONObject

/** The server said no. [errorId] leads an administrator to the checks that were made. */
class Refused(val error: String, description: String, val errorId: String) : Exception("$description ($error, $errorId)")

/** What a step was answered. 2000–2999: go on. 4000–4999: the person may try the step again. 5000–5999: start again. */
class Answer(json: JSONObject) {
    val status: Int = json.getInt("status")
    val data: String? = if (json.has("data")) json.getString("data") else null
    val transaction: String? = if (json.has("transaction_id")) json.getString("transaction_id") else null

    /** Keep it in memory alone. */
    val accessToken: String? = json.optJSONObject("oauth_token")?.getString("access_token")
}

/**
 * An app on a person's phone: it installs itself once, and registers people without a profile. Call it off the main
 * thread. The key is made in the Android Keystore and never leaves it; the client id may be kept anywhere.
 */
class PassantInstallation(private val server: String, private val clientId: String) {
    private val store = KeyStore.getInstance("AndroidKeyStore").apply { load(null) }

    /** Seconds by which the server is ahead of this device, told from its answers; a day at most. */
    private var skew = 0L

    /** First step of a provider with two steps. The answer has a transaction, and what the scheme is to be asked. */
    fun begin(provider: String): Answer = step(provider, "init") { JSONObject() }

    /** Registers the person. Within five minutes, with what the scheme answered. */
    fun complete(provider: String, transaction: String, answer: String, scope: List<String>): Answer =
        step(provider, "complete") {
            JSONObject()
                .put("transaction_id", transaction)
                .put("data", answer)
                .put("scope", JSONArray(scope))
                .put("profile_id", "000000")
                .put("grant_type", "urn:onewelcome:oauth2:grant_type:stateless_authentication")
        }

    /** Sends a step. If the server did not recognize the installation and its answer corrected the clock, once more. */
    private fun step(provider: String, name: String, members: () -> JSONObject): Answer {
        val url = "$server/oauth/v2/custom-registration/$provider/$name"
        val assumed = skew
        return try {
            send(url, members())
        } catch (refusal: Refused) {
            if (refusal.error != "invalid_client" || abs(skew - assumed) <= 2) throw refusal
            send(url, members())
        }
    }

    private fun send(url: String, members: JSONObject): Answer {
        val body = members
            .put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            .put("client_assertion", assertion())
        return Answer(post(url, body, expected = 200) { date ->
            val told = (date - System.currentTimeMillis()) / 1000
            // Nobody who forges one answer is to have assertions signed that are valid years from now.
            skew = if (date == 0L || abs(told) > 86_400) 0 else told
        })
    }

    /** A client assertion (RFC 7523, RFC 10070), for five minutes and one use. */
    private fun assertion(): String {
        val now = System.currentTimeMillis() / 1000 + skew
        val public = store.getCertificate(KEY).publicKey as ECPublicKey
        val header = JSONObject()
            .put("alg", "ES256").put("typ", "client-authentication+jwt").put("kid", coordinate(public.w.affineX))
        val claims = JSONObject()
            .put("iss", clientId).put("sub", clientId).put("aud", "$server/oauth")
            .put("iat", now).put("exp", now + 300).put("jti", UUID.randomUUID().toString())
        val signed = listOf(header, claims).joinToString(".") { base64url(it.toString().toByteArray()) }
        val signature = Signature.getInstance("SHA256withECDSA").run {
            initSign(store.getKey(KEY, null) as PrivateKey)
            update(signed.toByteArray())
            sign()
        }
        return "$signed.${base64url(raw(signature))}"
    }

    companion object {
        private const val KEY = "passant-device-key"

        /** Registers this installation. Do it once, and keep the client id that it returns. */
        fun install(server: String, softwareStatement: String): String {
            val generator = KeyPairGenerator.getInstance(KeyProperties.KEY_ALGORITHM_EC, "AndroidKeyStore")
            generator.initialize(
                KeyGenParameterSpec.Builder(KEY, KeyProperties.PURPOSE_SIGN)
                    .setAlgorithmParameterSpec(ECGenParameterSpec("secp256r1"))
                    .setDigests(KeyProperties.DIGEST_SHA256)
                    .build()
            )
            val point = (generator.generateKeyPair().public as ECPublicKey).w
            val x = coordinate(point.affineX)
            val jwk = JSONObject()
                .put("kty", "EC").put("crv", "P-256").put("use", "sig").put("alg", "ES256")
                .put("kid", x).put("x", x).put("y", coordinate(point.affineY))
            val body = JSONObject()
                .put("software_statement", softwareStatement)
                .put("token_endpoint_auth_method", "private_key_jwt")
                .put("jwks", JSONObject().put("keys", JSONArray().put(jwk)))
            return post("$server/oauth/clients", body, expected = 201) {}.getString("client_id")
        }

        private fun post(url: String, body: JSONObject, expected: Int, date: (Long) -> Unit): JSONObject {
            val connection = URL(url).openConnection() as HttpURLConnection
            connection.requestMethod = "POST"
            connection.doOutput = true
            connection.setRequestProperty("Content-Type", "application/json")
            connection.outputStream.use { it.write(body.toString().toByteArray()) }
            val succeeded = connection.responseCode == expected
            date(connection.date)
            val stream = if (succeeded) connection.inputStream else connection.errorStream
            val answer = JSONObject(stream.use { it.reader().readText() })
            if (succeeded) return answer
            throw Refused(
                answer.getString("error"), answer.getString("error_description"), answer.getString("error_id")
            )
        }

        /** R and S, 32 bytes each, from the ASN.1 that the Keystore returns. */
        private fun raw(der: ByteArray): ByteArray {
            val r = 4 until 4 + der[3]
            val s = r.last + 3..r.last + 2 + der[r.last + 2]
            return listOf(r, s).map { fixed(BigInteger(der.sliceArray(it))) }.reduce { left, right -> left + right }
        }

        private fun coordinate(number: BigInteger): String = base64url(fixed(number))

        private fun fixed(number: BigInteger): ByteArray {
            val bytes = number.toByteArray().takeLast(32)
            return (List<Byte>(32 - bytes.size) { 0 } + bytes).toByteArray()
        }

        private fun base64url(bytes: ByteArray): String =
            Base64.encodeToString(bytes, Base64.URL_SAFE or Base64.NO_PADDING or Base64.NO_WRAP)
    }
}
