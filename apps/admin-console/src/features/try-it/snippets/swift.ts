import { DEMO_PERSON, PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { type ProgramValues, inComment, mayAskForUserInfo, scopesForPhone, swiftText } from './snippet.js';

/** A program in Swift that does what the phone did, and uses the token. It needs a Mac and what Apple delivers with it. */
export function swiftSnippet(values: ProgramValues): string {
  const { application, provider, platform, version, schemeKey } = values;
  const twoSteps = provider.flow === 'TWO_STEP';
  const asks = mayAskForUserInfo(application);
  const scopes = scopesForPhone(application);
  const step = (name: 'init' | 'complete') => swiftText(PATHS.customRegistrationV2(provider.identifier, name));
  return `// ${inComment(application.name)}: installs the app, signs a person in statelessly and uses the token.
// Run it on a Mac with Xcode: swift phone.swift
import CryptoKit
import Foundation

enum Passant {
    static let server = ${swiftText(values.origin)}
    static let issuer = ${swiftText(values.issuer)}
    static let initialAccessToken = ${swiftText(values.initialAccessToken)}
}

/// The server said no, or something that was not expected.
struct Refused: Error {
    let answer: String
}

func base64url(_ bytes: Data) -> String {
    bytes.base64EncodedString()
        .replacingOccurrences(of: "+", with: "-")
        .replacingOccurrences(of: "/", with: "_")
        .replacingOccurrences(of: "=", with: "")
}

func now() -> Int { Int(Date().timeIntervalSince1970) }

/// A compact JWS with ES256. The signature is r and s, 32 bytes each, not ASN.1.
func sign(_ key: P256.Signing.PrivateKey, _ header: [String: Any], _ claims: [String: Any]) throws -> String {
    let parts = try [header, claims].map { base64url(try JSONSerialization.data(withJSONObject: $0)) }
    let input = parts.joined(separator: ".")
    let signature = try key.signature(for: Data(input.utf8))
    return input + "." + base64url(signature.rawRepresentation)
}

/// Sends a request: POST if there is something to send. Throws what the server answers if it is no success.
func send(_ path: String, _ body: [String: Any]? = nil, bearer token: String? = nil) async throws -> [String: Any] {
    var request = URLRequest(url: URL(string: Passant.server + path)!)
    if let token = token { request.setValue("Bearer " + token, forHTTPHeaderField: "Authorization") }
    if let body = body {
        request.httpMethod = "POST"
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = try JSONSerialization.data(withJSONObject: body)
    }
    let (data, response) = try await URLSession.shared.data(for: request)
    guard let status = (response as? HTTPURLResponse)?.statusCode, status < 300,
          let answer = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    else { throw Refused(answer: String(decoding: data, as: UTF8.self)) }
    return answer
}

func text(_ member: String, of answer: [String: Any]) throws -> String {
    guard let text = answer[member] as? String else { throw Refused(answer: "No \\(member): \\(answer)") }
    return text
}

func show(_ answer: [String: Any]) throws {
    let data = try JSONSerialization.data(withJSONObject: answer, options: [.prettyPrinted, .sortedKeys])
    print(String(decoding: data, as: UTF8.self))
}

/// The app on this device. On a phone, make the key in the Secure Enclave: SecureEnclave.P256.Signing.PrivateKey().
struct Installation {
    let key: P256.Signing.PrivateKey
    let clientId: String

    static func install() async throws -> Installation {
        let key = P256.Signing.PrivateKey()
        let point = key.publicKey.rawRepresentation // x and y, 32 bytes each
        let jwk = [
            "kty": "EC", "crv": "P-256", "kid": "key-1", "use": "sig", "alg": "ES256",
            "x": base64url(point.prefix(32)), "y": base64url(point.suffix(32)),
        ]
        let client = try await send(${swiftText(PATHS.clients)}, [
            "application_type": "native",
            "client_name": "Trial phone",
            "software_id": ${swiftText(application.identifier)},
            "software_version": ${swiftText(version)},
            "app_platform": ${swiftText(platform)},
            "token_endpoint_auth_method": "private_key_jwt",
            "jwks": ["keys": [jwk]],
        ], bearer: Passant.initialAccessToken)
        return Installation(key: key, clientId: try text("client_id", of: client))
    }

    /// Sends a step with a client assertion, which is good for five minutes and one request.
    func step(_ path: String, _ members: [String: Any] = [:]) async throws -> [String: Any] {
        let header = ["alg": "ES256", "kid": "key-1", "typ": "client-authentication+jwt"]
        let claims: [String: Any] = [
            "iss": clientId, "sub": clientId, "aud": Passant.issuer,
            "iat": now(), "exp": now() + 300, "jti": UUID().uuidString,
        ]
        var body = members
        body["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        body["client_assertion"] = try sign(key, header, claims)
        return try await send(path, body)
    }
}

let app = try await Installation.install()
${twoSteps ? `let begun = try await app.step(${step('init')})\n` : ''}${schemeKey === undefined ? TYPED : signed(schemeKey)}
let answer = try await app.step(${step('complete')}, [${
    twoSteps ? '\n    "transaction_id": try text("transaction_id", of: begun),' : ''
  }
    "data": data,
    "profile_id": "TRIAL1",
    "grant_type": ${swiftText(STATELESS_AUTHENTICATION_GRANT)},${
      scopes ? `\n    "scope": [${scopes.map(swiftText).join(', ')}],` : ''
    }
])
try show(answer)

// The token, for a few minutes. An app keeps it in memory alone.
guard let token = answer["oauth_token"] as? [String: Any] else { throw Refused(answer: "The script said no.") }
let accessToken = try text("access_token", of: token)
${asks ? `try show(try await send(${swiftText(PATHS.userInfo)}, bearer: accessToken))` : YOUR_API}
`;
}

const YOUR_API = `// Your API takes it in the header Authorization, and asks this server whose it is.
print("Authorization: Bearer \\(accessToken)")`;

const TYPED = `// What the app brings back from the scheme.
let data = ""`;

function signed(pem: string): string {
  return `// The simulated scheme signs the challenge and who the person is.
let scheme = try P256.Signing.PrivateKey(pemRepresentation: """
${pem}
""")
let asked = try JSONSerialization.jsonObject(with: Data(try text("data", of: begun).utf8)) as? [String: Any] ?? [:]
let statement = try sign(scheme, ["alg": "ES256"], [
    "challenge": try text("challenge", of: asked),
    "sub": ${swiftText(DEMO_PERSON.sub)},
    "firstName": ${swiftText(DEMO_PERSON.firstName)},
    "lastName": ${swiftText(DEMO_PERSON.lastName)},
    "iat": now(), "exp": now() + 300,
])
let data = String(decoding: try JSONSerialization.data(withJSONObject: ["statement": statement]), as: UTF8.self)`;
}
