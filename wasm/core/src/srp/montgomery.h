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

struct Residue {
  std::array<std::uint32_t, kLimbs> limb;  // little-endian, each below 2^28
};

extern const Residue kOne;  // R mod N: 1 in Montgomery form
extern const Residue kG;    // g = 2 in Montgomery form
extern const Residue kRR;   // R² mod N: a·R² is a in Montgomery form after one product

// out = a·b·R⁻¹ mod N, below 2·N. `out` must be neither a nor b: it holds the quotient's digits meanwhile, so that a call leaves no
// copy of a secret behind. Steps alternate between two Residues instead.
void Multiply(const Residue& a, const Residue& b, Residue& out);
// out = a·a·R⁻¹ mod N, likewise.
void Square(const Residue& a, Residue& out);

// a = a^(2^times) for an even number of times; `scratch` is overwritten.
void SquareTimes(Residue& a, int times, Residue& scratch);

// out = a − b mod N, below 4·N, where a, b < 2·N.
void Subtract(const Residue& a, const Residue& b, Residue& out);

// out = table[index], reading all of the table. table.size() is at most 64.
void Select(std::span<const Residue> table, std::uint32_t index, Residue& out);

// The integer of up to 384 big-endian bytes, as it is: not in Montgomery form. Below 2·N.
Residue Unpack(std::span<const std::uint8_t> bytes);
// a·R⁻¹ mod N, that is, out of Montgomery form; 0 ≤ out < N. `a` is overwritten.
void Leave(Residue& a, GroupBytes& out);

}  // namespace fmid::srp
