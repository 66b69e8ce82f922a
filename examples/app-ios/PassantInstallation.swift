import CryptoKit
import Foundation

/// An app on a person's iPhone: it installs itself once, and registers people without a profile.
///
/// The key is made in the Secure Enclave and never leaves it. What is kept (`saved`) belongs into the Keychain, with
/// `kSecAttrAccessibleWhenUnlockedThisDeviceOnly`. Tokens are kept in memory alone.
final class PassantInstallation {
    struct Saved: Codable {
        let clientId: String
        /// Opens the key again, in the Secure Enclave of this device alone.
        let key: Data
    }

    struct Tokens: Decodable {
        let accessToken: String
        let idToken: String?
        let expiresIn: Int
        let scope: String
    }

    /// What a step was answered. 2000–2999: go on. 4000–4999: the person may try the step again. 5000–5999: start again.
    struct Answer: Decodable {
        let status: Int
        let data: String?
        let transactionId: String?
        let oauthToken: Tokens?
    }

    /// The server said no. `errorId` leads an administrator to the checks that were made.
    struct Refused: Error, Decodable {
        let error: String
        let errorDescription: String
        let errorId: String
    }

    let server: URL
    let saved: Saved
    private let key: SecureEnclave.P256.Signing.PrivateKey
    /// Seconds by which the server is ahead of this device, told from its answers; a day at most.
    private var skew: TimeInterval = 0

    init(server: URL, saved: Saved) throws {
        self.server = server
        self.saved = saved
        key = try SecureEnclave.P256.Signing.PrivateKey(dataRepresentation: saved.key)
    }

    /// Registers this installation. Do it once, and save the result.
    static func install(server: URL, softwareStatement: String) async throws -> Saved {
        let key = try SecureEnclave.P256.Signing.PrivateKey()
        let point = key.publicKey.rawRepresentation // x and y, 32 bytes each
        let x = base64url(point.prefix(32))
        let jwk = [
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256",
            "kid": x, "x": x, "y": base64url(point.suffix(32)),
        ]
        let (data, response) = try await URLSession.shared.data(for: request(server.appending(path: "oauth/clients"), [
            "software_statement": softwareStatement,
            "token_endpoint_auth_method": "private_key_jwt",
            "jwks": ["keys": [jwk]],
        ]))
        struct Client: Decodable { let clientId: String }
        let client: Client = try decode(data, response, expecting: 201)
        return Saved(clientId: client.clientId, key: key.dataRepresentation)
    }

    /// First step of a provider with two steps. The answer has a transaction, and what the scheme is to be asked.
    func begin(provider: String) async throws -> Answer {
        try await step(provider, "init", [:])
    }

    /// Registers the person. Within five minutes, with what the scheme answered.
    func complete(provider: String, transaction: String, answer: String, scope: [String]) async throws -> Answer {
        try await step(provider, "complete", [
            "transaction_id": transaction,
            "data": answer,
            "scope": scope,
            "profile_id": "000000",
            "grant_type": "urn:onewelcome:oauth2:grant_type:stateless_authentication",
        ])
    }

    /// Sends a step. If the server did not recognize the installation and its answer corrected the clock, once more.
    private func step(_ provider: String, _ name: String, _ members: [String: Any]) async throws -> Answer {
        let url = server.appending(path: "oauth/v2/custom-registration/\(provider)/\(name)")
        let assumed = skew
        do {
            return try await send(url, members)
        } catch let refusal as Refused where refusal.error == "invalid_client" && abs(skew - assumed) > 2 {
            return try await send(url, members)
        }
    }

    private func send(_ url: URL, _ members: [String: Any]) async throws -> Answer {
        var body = members
        body["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        body["client_assertion"] = try assertion()
        let (data, response) = try await URLSession.shared.data(for: Self.request(url, body))
        learn(response)
        return try Self.decode(data, response, expecting: 200)
    }

    /// A client assertion (RFC 7523, RFC 10070), for five minutes and one use.
    private func assertion() throws -> String {
        let now = Int(Date().timeIntervalSince1970 + skew)
        let header: [String: Any] = [
            "alg": "ES256", "typ": "client-authentication+jwt", "kid": Self.base64url(key.publicKey.rawRepresentation.prefix(32)),
        ]
        let claims: [String: Any] = [
            "iss": saved.clientId, "sub": saved.clientId, "aud": server.absoluteString + "/oauth",
            "iat": now, "exp": now + 300, "jti": UUID().uuidString,
        ]
        let parts = try [header, claims].map { Self.base64url(try JSONSerialization.data(withJSONObject: $0)) }
        let signed = parts.joined(separator: ".")
        let signature = try key.signature(for: Data(signed.utf8)).rawRepresentation // R and S, not ASN.1
        return signed + "." + Self.base64url(signature)
    }

    private func learn(_ response: URLResponse) {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        guard let header = (response as? HTTPURLResponse)?.value(forHTTPHeaderField: "Date"),
              let date = format.date(from: header)
        else { return }
        let told = date.timeIntervalSinceNow
        // Nobody who forges one answer is to have assertions signed that are valid years from now.
        skew = abs(told) > 86_400 ? 0 : told
    }

    private static func request(_ url: URL, _ body: [String: Any]) throws -> URLRequest {
        var request = URLRequest(url: url)
        request.httpMethod = "POST"
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = try JSONSerialization.data(withJSONObject: body)
        return request
    }

    private static func decode<Body: Decodable>(_ data: Data, _ response: URLResponse, expecting status: Int) throws -> Body {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        if (response as? HTTPURLResponse)?.statusCode == status {
            return try decoder.decode(Body.self, from: data)
        }
        throw try decoder.decode(Refused.self, from: data)
    }

    private static func base64url(_ bytes: Data) -> String {
        bytes.base64EncodedString()
            .replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }
}
