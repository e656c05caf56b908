// What fmid-rs256.wasm exports. js-glue/verify/rs256.js is the other side; nothing else calls these.
#include <emscripten/emscripten.h>

#include <vector>

#include "crypto/rs256.h"

#define FMID_EXPORT extern "C" EMSCRIPTEN_KEEPALIVE

namespace {

std::vector<std::uint8_t> input;

}  // namespace

// Where to write modulus, exponent, signature and what was signed, one after the other; valid until the next call.
FMID_EXPORT std::uint8_t* fmid_rs256_input(std::size_t size) {
  input.resize(size);
  return input.data();
}

// The sizes are of the first three parts.
FMID_EXPORT bool fmid_rs256_verify(std::size_t modulus_size, std::size_t exponent_size, std::size_t signature_size) {
  const fmid::Bytes all(input);
  const fmid::Bytes rest = all.subspan(modulus_size);
  return fmid::VerifyRs256({all.first(modulus_size), rest.first(exponent_size)}, rest.subspan(exponent_size + signature_size),
                           rest.subspan(exponent_size, signature_size));
}
