// The parts of mbedTLS that fmid uses, and nothing else. Every other option keeps mbedTLS's own default.
#pragma once

#define MBEDTLS_SHA256_C      // SRP's H
#define MBEDTLS_MD_C          // HMAC
#define MBEDTLS_HKDF_C        // Cognito's key derivation
#define MBEDTLS_BIGNUM_C      // tests only: the oracle of the SRP kernel
#define MBEDTLS_SHA256_SMALLER  // a sign-in hashes a few kilobytes: size counts, not speed
