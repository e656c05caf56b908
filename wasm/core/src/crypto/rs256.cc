#include "crypto/rs256.h"

#include <mbedtls/rsa.h>

namespace fmid {
namespace {

constexpr std::size_t kLeastModulusSize = 2048 / 8;

class Context {
 public:
  Context() { mbedtls_rsa_init(&rsa_); }
  ~Context() { mbedtls_rsa_free(&rsa_); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  bool Import(const RsaPublicKey& key) {
    return mbedtls_rsa_import_raw(&rsa_, key.modulus.data(), key.modulus.size(), nullptr, 0, nullptr, 0, nullptr, 0, key.exponent.data(),
                                  key.exponent.size()) == 0 &&
           mbedtls_rsa_complete(&rsa_) == 0 && mbedtls_rsa_check_pubkey(&rsa_) == 0;
  }

  bool Verify(const Digest& digest, Bytes signature) {
    // mbedTLS reads as many bytes as the modulus has, whatever there are.
    return signature.size() == mbedtls_rsa_get_len(&rsa_) &&
           mbedtls_rsa_rsassa_pkcs1_v15_verify(&rsa_, MBEDTLS_MD_SHA256, sizeof(Digest), digest.data(), signature.data()) == 0;
  }

 private:
  mbedtls_rsa_context rsa_;
};

}  // namespace

bool VerifyRs256(const RsaPublicKey& key, Bytes signed_text, Bytes signature) {
  if (key.modulus.size() < kLeastModulusSize || key.modulus[0] == 0) return false;
  Context context;
  return context.Import(key) && context.Verify(Sha256({signed_text}), signature);
}

}  // namespace fmid
