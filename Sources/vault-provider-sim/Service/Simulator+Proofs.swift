import VaultJSON

/// Proofs of possession (RFC 9449), where the simulator was started to want them.
extension Simulator {
    /// What the provider wants of proofs beside their being right.
    struct ProofRules: Sendable {
        /// What a proof must carry; nil: nothing.
        var nonce: String?
        /// Whether an answer tells the nonce.
        var tellsNonce = true
        /// How far its clock for proofs is ahead.
        var skewSeconds: Int64 = 0
        var nonces = 0
    }

    /// The thumbprint of the key that the request's proof was made with; nil where none is wanted.
    mutating func provedKey(_ call: Call, at now: Int64, accessToken: String? = nil) -> Result<String?, Refused> {
        guard setup.wantsProofs else { return .success(nil) }
        guard let proof = call.request.header("dpop").flatMap(PossessionProof.init),
            proof.isFor(call.request.method, setup.baseURL + call.request.path),
            proof.isFresh(at: now / 1_000_000 + proofs.skewSeconds),
            accessToken.map(proof.isFor(accessToken:)) ?? true, let identifier = proof.identifier
        else { return .failure(badProof("invalid_dpop_proof", "the DPoP proof is missing or not good", .badProof)) }
        if let nonce = proofs.nonce, proof.nonce != nonce {
            return .failure(badProof("use_dpop_nonce", "the proof must carry the newest nonce", .nonceWanted))
        }
        guard usedProofs.insert(identifier).inserted else {
            return .failure(badProof("invalid_dpop_proof", "the DPoP proof came before", .badProof))
        }
        return .success(proof.thumbprint)
    }

    /// Any answer of the token endpoint tells the nonce (RFC 9449 §8.2).
    func tellingNonce(_ response: HTTPResponse) -> HTTPResponse {
        guard let nonce = proofs.nonce, proofs.tellsNonce else { return response }
        var response = response
        response.headers.append(HTTPResponse.Header(name: "DPoP-Nonce", value: nonce))
        return response
    }

    private func badProof(_ code: String, _ why: String, _ verdict: Verdict) -> Refused {
        Refused(response: .failure(400, code, why), verdict: verdict)
    }

    mutating func changeProofs(_ body: [UInt8]) throws(ControlError) -> HTTPResponse {
        var object = try ControlObject(body, name: "/sim/dpop")
        let requires = try object.bool("require_nonce")
        proofs.tellsNonce = try object.bool("tell_nonce") ?? proofs.tellsNonce
        proofs.skewSeconds = try object.integer("skew_seconds", in: 0...86_400).map(Int64.init) ?? proofs.skewSeconds
        try object.refuseUnread()
        guard setup.wantsProofs else { throw ControlError("/sim/dpop needs a simulator started with --dpop") }
        if let requires {
            proofs.nonces += 1
            proofs.nonce = requires ? "nonce-\(proofs.nonces)" : nil
        }
        return .json { $0.member("require_nonce", proofs.nonce != nil) }
    }
}
