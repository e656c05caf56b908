// Arithmetic (arithmetic.h) in doubles that hold integers, two to a 128-bit vector: WebAssembly has no 64-bit product of two lanes that
// gains anything, but two multiplications and additions of doubles in one instruction.
//
// A Residue is 128 balanced digits of 24 bits, value Σ digit[i]·2^(24·i), and R = 2^3072. A digit is at most kMaxDigit in size, and the
// value at most half of R and a millionth of it. So a product of two digits is below 2^46.1, and a column of a product, a sum of 64 in each
// lane, below 2^53: every multiplication and addition is exact. What a compiler fuses (FMA) is therefore the same as what it does not, and
// no operand is subnormal, infinite or NaN: all are integers below 2^53, or such an integer times a power of two between 2^-48 and 2^24.
//
// Reduction knows no quotient that is made digit by digit. The lowest t columns, made digits, are folded: T_low + 2^(24·t)·T_high is
// 2^(24·t)·(T_high + T_low·K(t)) modulo N, with the constant K(t) = 2^(-24·t) mod N. With t = 64, 32, 16 the 256 columns of a product
// become 144, each time by one rectangle of products and one pass of carries; the last 16 go by Montgomery's q = T_low·(−1/N) and + q·N.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "srp/arithmetic.h"

namespace fmid::srp {

class VectorArithmetic {
 public:
  static constexpr int kDigits = 128;
  static constexpr int kDigitBits = 24;
  static constexpr std::int32_t kMaxDigit = (1 << (kDigitBits - 1)) + 36;
  static_assert(kDigits * kDigitBits == 8 * kGroupBytes);

  struct Residue {
    alignas(16) std::array<std::int32_t, kDigits> digits{};  // the lowest first
    friend bool operator==(const Residue&, const Residue&) = default;
  };

  VectorArithmetic() { Renew(); }
  ~VectorArithmetic() { WipeScratch(); }
  VectorArithmetic(const VectorArithmetic&) = delete;
  VectorArithmetic& operator=(const VectorArithmetic&) = delete;

  void Multiply(const Residue& a, const Residue& b, Residue& out);
  void Square(const Residue& a, Residue& out);  // three quarters of a product's time
  void Subtract(const Residue& a, const Residue& b, Residue& out);
  void Select(std::span<const Residue> table, std::uint32_t index, Residue& out) const;
  [[nodiscard]] Residue One() const;
  [[nodiscard]] Residue Unpack(std::span<const std::uint8_t> bytes);
  void Enter(const Residue& a, Residue& out);
  void Leave(Residue& a, GroupBytes& out);
  void Renew();  // 20 µs
  void WipeScratch();

  // A factor as the tiles want it: the digits i and i + 64 side by side.
  struct Lanes {
    alignas(16) std::array<double, kDigits> pairs;
  };
  struct Constants {
    alignas(16) std::array<double, kDigits> M;  // N + 1, whose lowest 64 bits are zero
    Lanes M_lanes, K64, K32, K16;               // and 2^(-24·t) mod N, between −N/2 and N/2
    alignas(16) std::array<double, 32> inverse;  // zeros, then from 16 on the 16 digits of −1/N mod 2^(24·16)
  };

 private:
  void Reduce(Residue& out);
  void Normalize(const double* columns, Residue& out);

  static constexpr int kPad = 8;  // zeros: a tile may reach over the end

  Constants constants_;
  alignas(16) std::array<double, 2 * kDigits> columns_;  // of a product
  alignas(16) std::array<double, kDigits + 2 * kPad> lanes_{};
  alignas(16) std::array<double, kDigits / 2> half_;   // 2·(digits 64 + i and 96 + i)
  alignas(16) std::array<double, 2 * kDigits> twice_;  // digits in their order, each in both lanes
  alignas(16) std::array<double, kDigits> natural_;    // digits in their order
};

}  // namespace fmid::srp
