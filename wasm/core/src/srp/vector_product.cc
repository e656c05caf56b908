// The part of VectorArithmetic in which the time goes by.
#include <cassert>
#include <cstring>

#include "fmid/secret.h"
#include "srp/vector_arithmetic.h"
#include "srp/vector_tiles.h"

namespace fmid::srp {
namespace {

using namespace tiles;  // NOLINT(google-build-using-namespace): they are this file's
using Lanes = VectorArithmetic::Lanes;

constexpr int n = VectorArithmetic::kDigits;

// --- digits as doubles ---

void FillSingles(const std::int32_t* digits, int count, double* singles) {
  for (int i = 0; i < count; i += 4) {
    const Words w = LoadWords(digits + i);
    Store(singles + i, Widen(w));
    Store(singles + i + 2, Widen(__builtin_shufflevector(w, w, 2, 3, 2, 3)));
  }
}

// The digits i and i + count side by side.
void FillPairs(const std::int32_t* digits, int count, double* pairs) {
  for (int i = 0; i < count; i += 4) {
    const Words low = LoadWords(digits + i), high = LoadWords(digits + count + i);
    Store(pairs + 2 * i, Widen(__builtin_shufflevector(low, high, 0, 4, 0, 4)));
    Store(pairs + 2 * i + 2, Widen(__builtin_shufflevector(low, high, 1, 5, 1, 5)));
    Store(pairs + 2 * i + 4, Widen(__builtin_shufflevector(low, high, 2, 6, 2, 6)));
    Store(pairs + 2 * i + 6, Widen(__builtin_shufflevector(low, high, 3, 7, 3, 7)));
  }
}

// --- the steps of a reduction ---

[[gnu::noinline]] void AddProduct(double* columns, const double* lanes, int count, int offset, const double* digits, int digits_count) {
  Convolve<true>(columns, offset, Pairs{lanes}, count, Singles{digits}, digits_count);
}

[[gnu::noinline]] void AddMultiple(double* columns, const double* digits, int count, const Lanes& constant) {
  Convolve<false>(columns, n / 2, Singles{digits}, count, Pairs{constant.pairs.data()}, n / 2);
}

[[gnu::noinline]] void SquareHalves(double* columns, const double* lanes) { ConvolveSquare(columns, n, Pairs{lanes}, n / 2); }

// digits = columns + factor·M in two rounds of carries; gives the carry beyond the last one.
[[gnu::noinline]] double ToDigits(const double* columns, double factor, const double* M, double* digits, int count) {
  const V f = Both(factor);
  V first = Both(0), second = Both(0);
  for (int k = 0; k < count; k += 2) {
    V v = Load(columns + k) + f * Load(M + k);
    const V carry = TakeCarry(v);
    v += HighThenLow(first, carry);
    first = carry;
    const V again = TakeCarry(v);
    v += HighThenLow(second, again);
    second = again;
    Store(digits + k, v);
  }
  return first[1] + second[1];
}

}  // namespace

// 128 columns, of a value below 4·2^3072 in size, less a multiple of N: half of 2^3072 remains at most. The two highest tell which.
void VectorArithmetic::Normalize(const double* columns, Residue& out) {
  const double times = Round(columns[n - 1] * kDown + columns[n - 2] * (kDown * kDown));
  const double carry = ToDigits(columns, -times, constants_.M.data(), natural_.data(), n);
  natural_[n - 1] += carry * kUp;
  natural_[0] += times;  // N is M − 1
  for (int i = 0; i < n; i += 4) StoreNarrow(out.digits.data() + i, Load(natural_.data() + i), Load(natural_.data() + i + 2));
}

// out = columns / 2^3072 mod N.
void VectorArithmetic::Reduce(Residue& out) {
  double* const T = columns_.data();
  const double* const M = constants_.M.data();
  const auto to_digits = [&](double* columns, int count) { columns[count] += ToDigits(columns, 0, M, columns, count); };
  to_digits(T, 64);
  AddMultiple(T + 64, T, 64, constants_.K64);
  to_digits(T + 64, 32);
  AddMultiple(T + 96, T + 64, 32, constants_.K32);
  to_digits(T + 96, 16);
  AddMultiple(T + 112, T + 96, 16, constants_.K16);
  to_digits(T + 112, 16);

  // q = T·(−1/N) mod 2^(24·16)
  alignas(16) double q[16];
  V sum[8] = {};
  for (int m = 0; m < 16; ++m) {
#pragma GCC unroll 16
    for (int k = 0; k < 8; ++k) sum[k] += Both(T[112 + m]) * Load(constants_.inverse.data() + 16 - m + 2 * k);
  }
  for (int k = 0; k < 8; ++k) Store(q + 2 * k, sum[k]);
  ToDigits(q, 0, M, q, 16);  // what is carried beyond is dropped
  AddMultiple(T + 112, q, 16, constants_.M_lanes);

  // Columns 112 to 127 are q and a multiple of 2^(24·16); five of them tell which, the rest is far below one half.
  double carry = 0;
  for (int i = 11; i < 16; ++i) carry = (carry + (T[112 + i] - q[i])) * kDown;
  T[128] += Round(carry);
  Normalize(T + 128, out);
  Wipe(q, sizeof q);
}

void VectorArithmetic::Multiply(const Residue& a, const Residue& b, Residue& out) {
  FillPairs(a.digits.data(), n / 2, lanes_.data());
  FillSingles(b.digits.data(), n, natural_.data());
  columns_ = {};
  AddProduct(columns_.data(), lanes_.data(), n / 2, n / 2, natural_.data(), n);
  Reduce(out);
}

// a = l + h·2^1536: l² and h² side by side, and 2·l·h, h in two halves.
void VectorArithmetic::Square(const Residue& a, Residue& out) {
  FillPairs(a.digits.data(), n / 2, lanes_.data());
  FillSingles(a.digits.data(), n / 2, natural_.data());
  FillPairs(a.digits.data() + n / 2, n / 4, half_.data());
  for (double& digit : half_) digit += digit;
  SquareHalves(columns_.data(), lanes_.data());
  AddProduct(columns_.data() + n / 2, half_.data(), n / 4, n / 4, natural_.data(), n / 2);
  Reduce(out);
}

void VectorArithmetic::Select(std::span<const Residue> table, std::uint32_t index, Residue& out) const {
  assert(table.size() <= kMaxSelect);
  constexpr std::size_t kAtOnce = 8, kStride = kAtOnce * sizeof(Words) / sizeof(std::int32_t);
  static_assert(n % kStride == 0);
  for (std::size_t at = 0; at < n; at += kStride) {
    Words sum[kAtOnce] = {}, words[kAtOnce];
    for (std::uint32_t i = 0; i < table.size(); ++i) {
      const std::int32_t mask = static_cast<std::int32_t>(MaskOfEqual(i, index));
      std::memcpy(words, table[i].digits.data() + at, sizeof words);
#pragma GCC unroll 16
      for (std::size_t k = 0; k < kAtOnce; ++k) sum[k] |= words[k] & Words{mask, mask, mask, mask};
    }
    std::memcpy(out.digits.data() + at, sum, sizeof sum);
  }
}

}  // namespace fmid::srp
