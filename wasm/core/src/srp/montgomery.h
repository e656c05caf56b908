// Arithmetic modulo N in Montgomery form: an integer a stands for a·R⁻¹ mod N, R = 2^3080, and one product costs no division.
//
// A Residue is 110 limbs of 28 bits in 32-bit words, so
//   - a column of a product, at most 110 + 110 products of 56 bits, fits 64 bits, and no carry is handled inside a loop;
//   - R is 2^8 times larger than N, so nothing has to be subtracted between steps (bound below).
//
// Bound. With a, b < 15·N and q < R, the Montgomery product (a·b + q·N)/R is below N·(15²·N/R + 1) < N·(225/256 + 1) < 2·N.
// Hence sums and differences of a few results may be multiplied as they are, and all intermediate values stay below R.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "srp/group.h"

namespace fmid::srp {

inline constexpr int kLimbBits = 28;
inline constexpr int kLimbs = 110;  // ⌈3072 / 28⌉
inline constexpr std::uint32_t kLimbMask = (1u << kLimbBits) - 1;

// Products are summed in tiles of 5 by 5 limbs, and a tile may reach over an operand's ends: there are zeros.
inline constexpr int kTile = 5;
static_assert(kLimbs % kTile == 0);

struct Residue {
  std::array<std::uint32_t, kTile + kLimbs + kTile> words{};

  // Little-endian, each below 2^28.
  constexpr std::uint32_t* limbs() { return words.data() + kTile; }
  constexpr const std::uint32_t* limbs() const { return words.data() + kTile; }
  friend bool operator==(const Residue&, const Residue&) = default;
};

// out = a·b·R⁻¹ mod N, below 2·N, in half of the products where a and b are the same object. `out` must be neither of them: it holds
// the quotient's digits meanwhile, so that a call leaves no copy of a secret behind. A chain of steps alternates between two Residues.
void Multiply(const Residue& a, const Residue& b, Residue& out);
// out = a·a·R⁻¹ mod N: Multiply(a, a, out).
void Square(const Residue& a, Residue& out);

// a = a^(2^times) for an even number of times; `scratch` is overwritten.
void SquareTimes(Residue& a, int times, Residue& scratch);

// out = a − b mod N, below 4·N, where a, b < 2·N.
void Subtract(const Residue& a, const Residue& b, Residue& out);

// out = table[index], reading all of the table, which has kMaxSelect entries at most.
inline constexpr std::size_t kMaxSelect = 64;
void Select(std::span<const Residue> table, std::uint32_t index, Residue& out);

// a = 2·a, where a < 7·N.
void Double(Residue& a);

// 1 in Montgomery form: R mod N. Constants are made when they are needed, which takes microseconds: a download would carry each as
// 390 bytes that no compressor shortens.
Residue One();

// The integer of at most 384 big-endian bytes, as it is: not in Montgomery form. Below 2·N.
Residue Unpack(std::span<const std::uint8_t> bytes);
// Into Montgomery form: out = a·R mod N.
void Enter(const Residue& a, Residue& out);
// Out of it: out = a·R⁻¹ mod N, 0 ≤ out < N. `a` is wiped.
void Leave(Residue& a, GroupBytes& out);

}  // namespace fmid::srp
