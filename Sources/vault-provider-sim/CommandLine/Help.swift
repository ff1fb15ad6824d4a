/// The text of `--help`.
enum Help {
    static let text = """
        vault-provider-sim – an OAuth 2 server on loopback, for trying and testing the vault

          vault-provider-sim --write-client-secret secret
              start on a free port with client id 'vault', write its new secret to the file 'secret'

          vault-provider-sim --client-secret-file secret --listen 127.0.0.1:9400 --rotation family
              the same client again on a fixed port; an old refresh token that comes back ends its grant

        When it is ready it prints one line, {"base_url":"http://127.0.0.1:9400", ...}. Then:

          curl -s BASE/sim/mint -d '{"subject":"user:default/alice","scopes":["repo","read:user"]}'
              a refresh token for alice, without a browser
          curl -s BASE/token -u vault:"$(cat secret)" -d grant_type=refresh_token -d refresh_token=TOKEN
              a refresh, as the vault does it
          curl -s BASE/sim/faults -d '{"faults":[{"kind":"answer","status":503,"count":2}]}'
              the next two refreshes fail
          curl -s BASE/sim/log
              what was asked, and what was decided; never a token

        Rules (for lineages minted without their own)
          --rotation none|rotate|grace:SECONDS|family   what a refresh does to the refresh token (rotate)
          --narrowing per_token|lineage|ignored         what 'scope' on a refresh does (per_token)
          --access-token-ttl SECONDS                    (3600)
          --refresh-token-ttl SECONDS                   expiry of each refresh token (none)
          --token-bytes N, --refresh-token-bytes N      length of the tokens, 48 to 1048576 (64)
          --id-token                                    answers carry an id_token

        Client
          --client-id ID                                (vault)
          --client-auth any|client_secret_basic|client_secret_post|none   (any: basic or post)
          --basic-encoding form|raw                     RFC 6749 §2.3.1, or as some servers want it (form)
          --client-secret-file FILE                     read the secret
          --write-client-secret FILE                    make one and write it, mode 0400; FILE must not exist

        Process
          --listen ADDRESS:PORT                         127.0.0.0/8 only, port 0 is a free one (127.0.0.1:0)
          --base-url URL                                the issuer, when a proxy stands before it
          --ready-fd N                                  print the ready line to descriptor N and close it (1, kept open)
          --until-stdin-closes                          end when standard input does, so that no test leaves it behind

        Exit codes: 0 ended by SIGTERM or SIGINT, 1 could not start, 2 wrong usage.
        Endpoints, faults and log: Docs/simulator.md.

        """
}
