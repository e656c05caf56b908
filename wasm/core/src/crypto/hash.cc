#include "crypto/hash.h"

#include <cstdlib>

#include "mbedtls/hkdf.h"
#include "mbedtls/md.h"
#include "mbedtls/sha256.h"

namespace fmid {
namespace {

// mbedTLS's calls here fail only for wrong arguments or without memory. There is no sound value to go on with.
void Require(int mbedtls_result) {
  if (mbedtls_result != 0) std::abort();
}

const mbedtls_md_info_t* Sha256Info() { return mbedtls_md_info_from_type(MBEDTLS_MD_SHA256); }

}  // namespace

Digest Sha256(std::initializer_list<Bytes> parts) {
  Digest digest;
  mbedtls_sha256_context context;
  mbedtls_sha256_init(&context);
  Require(mbedtls_sha256_starts(&context, 0));
  for (const Bytes part : parts) Require(mbedtls_sha256_update(&context, part.data(), part.size()));
  Require(mbedtls_sha256_finish(&context, digest.data()));
  mbedtls_sha256_free(&context);
  return digest;
}

Digest HmacSha256(Bytes key, std::initializer_list<Bytes> parts) {
  Digest digest;
  mbedtls_md_context_t context;
  mbedtls_md_init(&context);
  Require(mbedtls_md_setup(&context, Sha256Info(), /*hmac=*/1));
  Require(mbedtls_md_hmac_starts(&context, key.data(), key.size()));
  for (const Bytes part : parts) Require(mbedtls_md_hmac_update(&context, part.data(), part.size()));
  Require(mbedtls_md_hmac_finish(&context, digest.data()));
  mbedtls_md_free(&context);
  return digest;
}

void HkdfSha256(Bytes salt, Bytes input_key, std::string_view info, std::span<std::uint8_t> out) {
  const Bytes info_bytes = AsBytes(info);
  Require(mbedtls_hkdf(Sha256Info(), salt.data(), salt.size(), input_key.data(), input_key.size(), info_bytes.data(),
                       info_bytes.size(), out.data(), out.size()));
}

}  // namespace fmid
