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

// Each digit twice, for both lanes.
void FillTwice(const auto* digits, int count, double* pairs) {
  for (int i = 0; i < count; ++i) Store(pairs + 2 * i, Both(digits[i]));
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

// --- the steps of a product and its reduction ---

void Clear(std::array<double, 2 * n>& columns) {
  for (int k = 0; k < 2 * n; k += 2) Store(columns.data() + k, Both(0));
}

[[gnu::noinline]] void AddProduct(bool split, double* columns, int offset, const double* x, int x_size, const double* y, int y_size) {
  Convolve(split, columns, offset, Pairs{x}, x_size, Pairs{y}, y_size);
}

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
  const auto add_multiple = [&](double* columns, const double* digits, int count, const Lanes& constant) {
    FillTwice(digits, count, twice_.data());
    AddProduct(false, columns, n / 2, constant.pairs.data(), n / 2, twice_.data(), count);
  };
  to_digits(T, 64);
  add_multiple(T + 64, T, 64, constants_.K64);
  to_digits(T + 64, 32);
  add_multiple(T + 96, T + 64, 32, constants_.K32);
  to_digits(T + 96, 16);
  add_multiple(T + 112, T + 96, 16, constants_.K16);
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
  add_multiple(T + 112, q, 16, constants_.M_lanes);

  // Columns 112 to 127 are q and a multiple of 2^(24·16); five of them tell which, the rest is far below one half.
  double carry = 0;
  for (int i = 11; i < 16; ++i) carry = (carry + (T[112 + i] - q[i])) * kDown;
  T[128] += Round(carry);
  Normalize(T + 128, out);
  Wipe(q, sizeof q);
}

void VectorArithmetic::Multiply(const Residue& a, const Residue& b, Residue& out) {
  FillPairs(a.digits.data(), n / 2, lanes_.data());
  FillTwice(b.digits.data(), n, twice_.data());
  Clear(columns_);
  AddProduct(true, columns_.data(), n / 2, lanes_.data(), n / 2, twice_.data(), n);
  Reduce(out);
}

// a = l + h·2^1536: l² and h² side by side, and 2·l·h, h in two halves.
void VectorArithmetic::Square(const Residue& a, Residue& out) {
  FillPairs(a.digits.data(), n / 2, lanes_.data());
  FillTwice(a.digits.data(), n / 2, twice_.data());
  FillPairs(a.digits.data() + n / 2, n / 4, half_.data());
  for (double& digit : half_) digit += digit;
  Clear(columns_);
  AddProduct(true, columns_.data(), n, lanes_.data(), n / 2, lanes_.data(), n / 2);
  AddProduct(true, columns_.data() + n / 2, n / 4, half_.data(), n / 4, twice_.data(), n / 2);
  Reduce(out);
}

void VectorArithmetic::Select(std::span<const Residue> table, std::uint32_t index, Residue& out) const {
  assert(table.size() <= kMaxSelect);
  constexpr std::size_t kAtOnce = 4, kStride = kAtOnce * sizeof(Words) / sizeof(std::int32_t);
  static_assert(n % kStride == 0);
  // The loops around are not unrolled: it would be thirty times as much code for a twentieth of the time.
#pragma GCC unroll 1
  for (std::size_t at = 0; at < n; at += kStride) {
    Words sum[kAtOnce] = {};
#pragma GCC unroll 1
    for (std::uint32_t i = 0; i < table.size(); ++i) {
      const std::int32_t mask = static_cast<std::int32_t>(MaskOfEqual(i, index));
      const std::int32_t* digits = table[i].digits.data() + at;
#pragma GCC unroll 16
      for (int k = 0; k < static_cast<int>(kAtOnce); ++k) sum[k] |= LoadWords(digits + 4 * k) & Words{mask, mask, mask, mask};
    }
    std::memcpy(out.digits.data() + at, sum, sizeof sum);
  }
}

}  // namespace fmid::srp
