// The group's arithmetic a second and a third time, by means that share nothing with wasm/core/src/srp: mbedTLS's modular
// exponentiation, and square-and-multiply over its products and divisions. Slow, not in constant time. Any failure (memory) aborts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <span>

#include "mbedtls/bignum.h"
#include "srp/group.h"
#include "srp/montgomery.h"

namespace fmid::oracle {

using Bytes = std::span<const std::uint8_t>;

// An integer of any size and sign.
class Integer {
 public:
  Integer(int value = 0);              // NOLINT(google-explicit-constructor): tests read better
  Integer(const srp::Residue& value);  // NOLINT(google-explicit-constructor): limb by limb, whatever is in them
  static Integer FromBytes(Bytes big_endian);
  static Integer PowerOfTwo(unsigned exponent);
  Integer(const Integer& other);
  Integer& operator=(const Integer& other);
  ~Integer();

  [[nodiscard]] srp::GroupBytes ToGroupBytes() const;  // aborts where it does not fit

  friend Integer operator+(const Integer& a, const Integer& b);
  friend Integer operator-(const Integer& a, const Integer& b);
  friend Integer operator*(const Integer& a, const Integer& b);
  friend Integer operator%(const Integer& a, const Integer& m);  // 0 ≤ result < m, for a negative `a` too
  friend Integer operator/(const Integer& a, int b);
  friend bool operator==(const Integer& a, const Integer& b);
  friend bool operator<(const Integer& a, const Integer& b);
  friend std::ostream& operator<<(std::ostream& stream, const Integer& a);

  [[nodiscard]] unsigned BitLength() const;
  [[nodiscard]] bool Bit(unsigned i) const;
  [[nodiscard]] srp::Residue ToResidue() const;  // of a non-negative one below 2^3080

  friend Integer PowMod(const Integer& base, const Integer& e);       // mod N, by mbedtls_mpi_exp_mod
  friend Integer NaivePowMod(const Integer& base, const Integer& e);  // mod N, bit by bit

 private:
  mbedtls_mpi value_;
};

Integer PowMod(const Integer& base, const Integer& e);
Integer NaivePowMod(const Integer& base, const Integer& e);
const Integer& Prime();

// (B − k·g^x)^(a + u·x) mod N with the powers by mbedTLS.
srp::GroupBytes Premaster(Bytes B, Bytes k, Bytes u, Bytes x, Bytes a);

}  // namespace fmid::oracle
