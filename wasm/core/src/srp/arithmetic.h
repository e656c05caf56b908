// Arithmetic modulo N in Montgomery form: an integer a stands for a·R⁻¹ mod N, and one product costs no division. There are two, which
// share nothing but this interface:
//
//   scalar_arithmetic.h   64-bit products of 28-bit limbs, for any engine
//   vector_arithmetic.h   doubles that hold integers, two at a time, for engines with SIMD: the fast one
//
// Both are compiled natively, so that every test, oracle, fuzzer and sanitizer sees both. As WebAssembly the module for engines without
// SIMD has the first alone; the other has both, because a doubted result is computed again by the one that did not make it.
//
// Time and memory access of all of this depend on the sizes of the arguments and never on their values.
#pragma once

#include <cassert>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>

#include "srp/group.h"

namespace fmid::srp {

// Of the table that Select reads.
inline constexpr std::size_t kMaxSelect = 64;

// An object may hold constants, which Renew makes again, and values of its last operations, which WipeScratch forgets.
template <typename A>
concept Arithmetic = requires(A arithmetic, const typename A::Residue& a, const typename A::Residue& b, typename A::Residue& out,
                              std::span<const typename A::Residue> table, std::uint32_t index, std::span<const std::uint8_t> bytes,
                              GroupBytes& group_bytes) {
  // out = a·b·R⁻¹ mod N and out = a·a·R⁻¹ mod N. `out` is none of the factors; a chain of steps alternates between two Residues.
  arithmetic.Multiply(a, b, out);
  arithmetic.Square(a, out);
  // out = a − b mod N, fit to be a factor, where a and b are results of Multiply, Square or Unpack.
  arithmetic.Subtract(a, b, out);
  // out = table[index], reading all of the table, which has kMaxSelect entries at most.
  arithmetic.Select(table, index, out);
  // 1 in Montgomery form: R mod N. Constants are made when they are needed, which takes microseconds: a download would carry each as
  // 390 bytes that no compressor shortens.
  { arithmetic.One() } -> std::same_as<typename A::Residue>;
  // The integer of at most 384 big-endian bytes, as it is: not in Montgomery form.
  { arithmetic.Unpack(bytes) } -> std::same_as<typename A::Residue>;
  // Into Montgomery form: out = a·R mod N.
  arithmetic.Enter(a, out);
  // Out of it: out = a·R⁻¹ mod N, 0 ≤ out < N. `a` is wiped.
  arithmetic.Leave(out, group_bytes);
  arithmetic.Renew();
  arithmetic.WipeScratch();
};

// a = a^(2^times) for an even number of times; `scratch` is overwritten.
template <Arithmetic A>
void SquareTimes(A& arithmetic, typename A::Residue& a, int times, typename A::Residue& scratch) {
  assert(times % 2 == 0);
  for (; times > 0; times -= 2) {
    arithmetic.Square(a, scratch);
    arithmetic.Square(scratch, a);
  }
}

// A compiler that knew a mask to be all zeros or all ones could make a branch of it.
inline std::uint32_t Opaque(std::uint32_t mask) {
  __asm__("" : "+r"(mask));
  return mask;
}

// All ones where i = index, otherwise 0; both below 2^31.
inline std::uint32_t MaskOfEqual(std::uint32_t i, std::uint32_t index) { return Opaque(0u - (((i ^ index) - 1) >> 31)); }

}  // namespace fmid::srp
