#include "srp/comb.h"

#include <bit>
#include <cstring>

#include "fmid/secret.h"
#include "srp/scalar_arithmetic.h"
#include "srp/vector_arithmetic.h"

namespace fmid::srp {

template <Arithmetic A>
void GeneratorTable<A>::Step() {
  Residue& entry = entries_[next_];
  const std::size_t tooth = std::bit_floor(next_);
  if (next_ == 0) {
    entry = arithmetic_.One();
  } else if (next_ == 1) {
    arithmetic_.Enter(arithmetic_.Unpack(kG), entry);
  } else if (next_ == tooth) {  // g^(2^(48·j)) from g^(2^(48·(j − 1)))
    if (squarings_ == 0) entry = entries_[tooth / 2];
    Residue scratch;
    SquareTimes(arithmetic_, entry, 2, scratch);
    squarings_ += 2;
    if (squarings_ < kColumns) return;
    squarings_ = 0;
  } else {
    arithmetic_.Multiply(entries_[tooth], entries_[next_ - tooth], entry);
  }
  ++next_;
}

template <Arithmetic A>
bool GeneratorTable<A>::Advance() {
  constexpr int kStepsAtOnce = 9;  // of 179 steps, each two squarings or a product
  for (int i = 0; i < kStepsAtOnce && next_ < kEntries; ++i) Step();
  if (next_ == kEntries && !checked_) Check();
  return complete();
}

// WebKitGTK 2.50.6 computes this wrongly in one of some two hundred pages, from the first squarings on (perhaps as it changes from
// interpreted to compiled code); every sign-in of such a page would be told that the password is wrong. So it is made again. Where it
// never is right, g^e is 0, which the caller refuses.
template <Arithmetic A>
void GeneratorTable<A>::Check() {
  constexpr int kMostTries = 8;
  checked_ = Checksum() == kChecksum || ++tries_ == kMostTries;
  if (tries_ == kMostTries) entries_ = {};
  if (checked_) return;
  next_ = 0;
  arithmetic_.Renew();
}

// FNV-1a, of words instead of bytes.
template <Arithmetic A>
std::uint32_t GeneratorTable<A>::Checksum() const {
  std::uint32_t hash = 2166136261u;
  for (const Residue& entry : entries_) {
    std::array<std::uint32_t, sizeof(Residue) / sizeof(std::uint32_t)> words;
    std::memcpy(words.data(), &entry, sizeof entry);
    for (const std::uint32_t word : words) hash = (hash ^ word) * 16777619u;
  }
  return hash;
}

// Longer exponents by Horner's rule over chunks of 288 bits: at each chunk the result is squared 288 times, 48 of them with the chunk's
// own columns.
template <Arithmetic A>
void GeneratorTable<A>::Power(std::span<const std::uint8_t> e, Residue& out) {
  while (!Advance()) {}
  Residue scratch, entry;
  const int chunks = static_cast<int>((e.size() * 8 + kChunkBits - 1) / kChunkBits);
  out = arithmetic_.One();
  for (int chunk = chunks - 1; chunk >= 0; --chunk) {
    if (chunk < chunks - 1) SquareTimes(arithmetic_, out, kChunkBits - kColumns, scratch);
    for (int column = kColumns - 1; column >= 0; --column) {
      std::uint32_t index = 0;
      for (int j = 0; j < kTeeth; ++j) {
        index |= BitOf(e, static_cast<std::size_t>(chunk * kChunkBits + j * kColumns + column)) << j;
      }
      arithmetic_.Select(entries_, index, entry);
      arithmetic_.Square(out, scratch);
      arithmetic_.Multiply(scratch, entry, out);
    }
  }
  Wipe(&scratch, sizeof scratch);
  Wipe(&entry, sizeof entry);
}

template <>
const std::uint32_t GeneratorTable<ScalarArithmetic>::kChecksum = 1304984761;
template <>
const std::uint32_t GeneratorTable<VectorArithmetic>::kChecksum = 3237958708;
template class GeneratorTable<ScalarArithmetic>;
template class GeneratorTable<VectorArithmetic>;

}  // namespace fmid::srp
