// Powers of g by a fixed-base comb (Lim and Lee): an exponent of 288 bits is read as six rows, the teeth, of 48 columns, and the
// table holds the product of g^(2^(48·j)) over the teeth j of every one of the 64 subsets. Then
//
//   g^e = Π over columns c, from the top, of: square, times table[bits c, 48 + c, 96 + c, … of e]
//
// which is 48 squarings and 48 products where square-and-multiply takes 288 squarings.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "srp/arithmetic.h"

namespace fmid::srp {

inline constexpr int kTeeth = 6;  // seven would read a table twice as large for every product, and cost more than they save
inline constexpr int kColumns = 48;
inline constexpr int kChunkBits = kTeeth * kColumns;
static_assert(kChunkBits == 8 * kPrivateKeyBytes);

// Bit i of a big-endian integer, 0 beyond its end.
inline std::uint32_t BitOf(std::span<const std::uint8_t> e, std::size_t i) {
  return i / 8 < e.size() ? std::uint32_t{e[e.size() - 1 - i / 8]} >> i % 8 & 1 : 0;
}

// 30 kB. Holds no secret but its arithmetic's scratch. Not for two threads at once.
template <Arithmetic A>
class GeneratorTable {
 public:
  using Residue = typename A::Residue;

  // Does a twentieth of the work, at most 18 squarings: 0.1 ms, or 0.2 ms before an engine has optimised the code. True when the
  // table is complete.
  bool Advance();
  [[nodiscard]] bool complete() const { return checked_; }

  // Of what is made so far; of a whole table it is kChecksum.
  [[nodiscard]] std::uint32_t Checksum() const;
  static const std::uint32_t kChecksum;

  // out = g^e in Montgomery form. Completes the table first.
  void Power(std::span<const std::uint8_t> e, Residue& out);

  // What the table is made with.
  A& arithmetic() { return arithmetic_; }

 private:
  static constexpr std::size_t kEntries = 1 << kTeeth;

  void Step();
  void Check();

  std::array<Residue, kEntries> entries_{};
  std::size_t next_ = 0;  // the first entry that is not made
  int squarings_ = 0;     // of those that entry next_ takes, how many are done
  int tries_ = 0;         // whole tables that were wrong
  bool checked_ = false;
  A arithmetic_;
};

}  // namespace fmid::srp
