// The parts of mbedTLS that fmid uses, and nothing else. Every other option keeps mbedTLS's own default.
#pragma once

#define MBEDTLS_SHA256_C      // SRP's H
#define MBEDTLS_MD_C          // HMAC
#define MBEDTLS_HKDF_C        // Cognito's key derivation
#define MBEDTLS_BIGNUM_C      // RSA; and the tests' oracle of the SRP kernel
#define MBEDTLS_RSA_C         // verifying a token's signature where there is no WebCrypto
#define MBEDTLS_PKCS1_V15     // RS256
#define MBEDTLS_OID_C         // RSA's: the name of SHA-256 in what is signed
#define MBEDTLS_ASN1_PARSE_C  // RSA's
#define MBEDTLS_ASN1_WRITE_C  // RSA's
#define MBEDTLS_SHA256_SMALLER  // a sign-in hashes a few kilobytes: size counts, not speed
