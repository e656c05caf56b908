// Arithmetic (arithmetic.h) with the processor's 64-bit integers.
//
// A Residue is 110 limbs of 28 bits in 32-bit words and R = 2^3080, so
//   - a column of a product, at most 110 + 110 products of 56 bits, fits 64 bits, and no carry is handled inside a loop;
//   - R is 2^8 times larger than N, so nothing has to be subtracted between steps (bound below).
//
// Bound. With a, b < 15·N and q < R, the Montgomery product (a·b + q·N)/R is below N·(15²·N/R + 1) < N·(225/256 + 1) < 2·N.
// Hence sums and differences of a few results may be multiplied as they are, and all intermediate values stay below R.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "srp/arithmetic.h"

namespace fmid::srp {

class ScalarArithmetic {
 public:
  static constexpr int kLimbBits = 28;
  static constexpr int kLimbs = 110;  // ⌈3072 / 28⌉
  static constexpr std::uint32_t kLimbMask = (1u << kLimbBits) - 1;

  // Products are summed in tiles of 5 by 5 limbs, and a tile may reach over an operand's ends: there are zeros.
  static constexpr int kTile = 5;
  static_assert(kLimbs % kTile == 0);

  struct Residue {
    std::array<std::uint32_t, kTile + kLimbs + kTile> words{};

    // Little-endian, each below 2^28.
    constexpr std::uint32_t* limbs() { return words.data() + kTile; }
    constexpr const std::uint32_t* limbs() const { return words.data() + kTile; }
    friend bool operator==(const Residue&, const Residue&) = default;
  };

  // Below 2·N. Half of the products where a and b are the same object. `out` holds the quotient's digits meanwhile, so that a call leaves
  // no copy of a secret behind.
  static void Multiply(const Residue& a, const Residue& b, Residue& out);
  static void Square(const Residue& a, Residue& out) { Multiply(a, a, out); }
  // Below 4·N, where a, b < 2·N.
  static void Subtract(const Residue& a, const Residue& b, Residue& out);
  static void Select(std::span<const Residue> table, std::uint32_t index, Residue& out);
  [[nodiscard]] static Residue One();
  [[nodiscard]] static Residue Unpack(std::span<const std::uint8_t> bytes);  // below 2·N
  static void Enter(const Residue& a, Residue& out);
  static void Leave(Residue& a, GroupBytes& out);
  static void Renew() {}
  static void WipeScratch() {}
};

}  // namespace fmid::srp
