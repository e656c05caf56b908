// The group's arithmetic a second and a third time, by means that share nothing with wasm/core/src/srp: mbedTLS's modular
// exponentiation, and square-and-multiply over its products and divisions. Slow, not in constant time. Any failure (memory) aborts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <span>

#include "mbedtls/bignum.h"
#include "srp/group.h"
#include "srp/scalar_arithmetic.h"
#include "srp/vector_arithmetic.h"

namespace fmid::oracle {

using Bytes = std::span<const std::uint8_t>;

// An integer of any size and sign.
class Integer {
 public:
  Integer(int value = 0);              // NOLINT(google-explicit-constructor): tests read better
  // Limb by limb and digit by digit, whatever is in them.
  Integer(const srp::ScalarArithmetic::Residue& value);  // NOLINT(google-explicit-constructor)
  Integer(const srp::VectorArithmetic::Residue& value);  // NOLINT(google-explicit-constructor)
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
  // Of a non-negative one that fits.
  void To(srp::ScalarArithmetic::Residue& out) const;
  void To(srp::VectorArithmetic::Residue& out) const;  // each digit but the last in balance

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
