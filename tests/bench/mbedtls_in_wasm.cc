// mbedTLS's modular exponentiation as a WebAssembly module of its own, for tests/bench/references.mjs: what fmid's kernel replaces.
// It is built with -O3 and keeps R² between calls, both in its favour.
#include <cstddef>
#include <cstdint>

#include "mbedtls/bignum.h"
#include "srp/group.h"

#define FMID_EXPORT(name) extern "C" __attribute__((export_name(#name)))

namespace {

std::uint8_t base_bytes[fmid::srp::kGroupBytes];
std::uint8_t exponent_bytes[fmid::srp::kMaxExponentBytes];
std::uint8_t result_bytes[fmid::srp::kGroupBytes];

struct Numbers {
  mbedtls_mpi N, r_squared, base, exponent, result;
  Numbers() {
    for (mbedtls_mpi* number : {&N, &r_squared, &base, &exponent, &result}) mbedtls_mpi_init(number);
    mbedtls_mpi_read_binary(&N, fmid::srp::kN.data(), fmid::srp::kN.size());
  }
};

}  // namespace

FMID_EXPORT(Base) std::uint8_t* Base() { return base_bytes; }
FMID_EXPORT(Exponent) std::uint8_t* Exponent() { return exponent_bytes; }
FMID_EXPORT(Result) std::uint8_t* Result() { return result_bytes; }

// Result = Base^Exponent mod N, of that many big-endian bytes each. 0, or mbedTLS's error.
FMID_EXPORT(Power) int Power(std::size_t base_size, std::size_t exponent_size) {
  static Numbers& n = *new Numbers;
  int error = mbedtls_mpi_read_binary(&n.base, base_bytes, base_size);
  if (error == 0) error = mbedtls_mpi_read_binary(&n.exponent, exponent_bytes, exponent_size);
  if (error == 0) error = mbedtls_mpi_exp_mod(&n.result, &n.base, &n.exponent, &n.N, &n.r_squared);
  if (error == 0) error = mbedtls_mpi_write_binary(&n.result, result_bytes, sizeof result_bytes);
  return error;
}
