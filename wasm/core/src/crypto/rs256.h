// RS256 (RFC 7518, 3.3): RSASSA-PKCS1-v1_5 with SHA-256, from mbedTLS. It verifies only; nothing here is secret.
#pragma once

#include "crypto/hash.h"

namespace fmid {

// Big-endian, without leading zeros, as a JWK has them (RFC 7518, 6.3.1).
struct RsaPublicKey {
  Bytes modulus;
  Bytes exponent;
};

// Whether `signature`, as long as the modulus, is the key's for `signed_text`. False for keys below 2048 bits, which RFC 7518 forbids.
[[nodiscard]] bool VerifyRs256(const RsaPublicKey& key, Bytes signed_text, Bytes signature);

}  // namespace fmid
