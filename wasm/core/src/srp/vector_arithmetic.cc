#include "srp/vector_arithmetic.h"

#include <cassert>
#include <cstring>

#include "fmid/secret.h"
#include "srp/vector_tiles.h"

namespace fmid::srp {
namespace {

using namespace tiles;  // NOLINT(google-build-using-namespace): they are this file's
using Constants = VectorArithmetic::Constants;
using Lanes = VectorArithmetic::Lanes;

constexpr int n = VectorArithmetic::kDigits;
constexpr int kDigitBits = VectorArithmetic::kDigitBits;
constexpr int kDigitBytes = kDigitBits / 8;
constexpr double kUp = 1 << kDigitBits;
constexpr double kDown = 1 / kUp;

// To an integer, for |x| < 2^51.
constexpr double Round(double x) { return (x + 0x1.8p52) - 0x1.8p52; }

// The 24 bits at 24·i of big-endian bytes, 0 beyond their end.
constexpr std::int32_t DigitOf(std::span<const std::uint8_t> bytes, int i) {
  std::int32_t digit = 0;
  for (int j = 0; j < kDigitBytes; ++j) {
    const std::size_t at = static_cast<std::size_t>(kDigitBytes * i + j);
    if (at < bytes.size()) digit |= bytes[bytes.size() - 1 - at] << 8 * j;
  }
  return digit;
}

// --- constants, and the proof that no sum is rounded ---

constexpr void Interleave(const double* values, int count, double factor, double* pairs) {
  for (int i = 0; i < count; ++i) {
    pairs[2 * i] = factor * values[i];
    pairs[2 * i + 1] = factor * values[i + count];
  }
}

// Columns to balanced digits; the last takes what is left.
constexpr std::array<double, n> Balance(const std::array<double, n>& columns) {
  std::array<double, n> digits{};
  double carry = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double column = columns[i] + carry;
    carry = i + 1 < n ? Round(column * kDown) : 0;
    digits[i] = column - carry * kUp;
  }
  return digits;
}

constexpr Lanes ToLanes(const std::array<double, n>& columns) {
  Lanes lanes{};
  Interleave(Balance(columns).data(), n / 2, 1, lanes.pairs.data());
  return lanes;
}

// Single Montgomery steps from 1: after t of them the value is 2^(−24·t) mod N, and what they took for quotients are the digits of −1/N.
constexpr Constants MakeConstants() {
  Constants made{};
  std::array<double, n> u{};
  for (std::size_t i = 0; i < n; ++i) u[i] = DigitOf(kN, static_cast<int>(i));
  u[0] += 1;
  made.M = Balance(u);
  made.M_lanes = ToLanes(u);
  u = {1};
  for (std::size_t t = 1; t <= 64; ++t) {
    const double carry = Round(u[0] * kDown), q = u[0] - carry * kUp;
    if (t <= 16) made.inverse[15 + t] = q;
    u[1] += carry;
    for (std::size_t i = 1; i < n; ++i) u[i - 1] = u[i] + q * made.M[i];
    u[n - 1] = 0;
    if (t == 16) made.K16 = ToLanes(u);
    if (t == 32) made.K32 = ToLanes(u);
    if (t == 64) made.K64 = ToLanes(u);
  }
  return made;
}

// The largest size that a column can have on the way through Multiply or Square, where every digit is kMaxDigit in size.
constexpr double kDigit = VectorArithmetic::kMaxDigit;
constexpr double kLane = n / 2 * kDigit * kDigit;  // of a product of digits; 2·32 of a square's mixed ones
static_assert(kLane < 0x1p53);
constexpr double LargestColumn() {
  const Constants made = MakeConstants();
  std::array<double, 2 * n> column{};
  // Two lanes of one split product and one of another.
  for (double& sum : column) sum = 3 * (kUp / 2 + kLane * kDown + 1);
  double largest = 0;
  const auto fold = [&](std::size_t to, std::size_t count, const Lanes& constant) {
    double sum = 0;  // of `count` neighbouring digits
    const auto size = [&](std::size_t i) {
      const double digit = i < n / 2 ? constant.pairs[2 * i] : constant.pairs[2 * (i - n / 2) + 1];
      return digit < 0 ? -digit : digit;
    };
    for (std::size_t i = 0; i < n + count; ++i) {
      if (i < n) sum += size(i);
      if (i >= count) sum -= size(i - count);
      if (to + i < column.size() && (column[to + i] += sum * kDigit) > largest) largest = column[to + i];
    }
  };
  fold(64, 64, made.K64);
  fold(96, 32, made.K32);
  fold(112, 16, made.K16);
  fold(112, 16, made.M_lanes);
  return largest;
}
constexpr double kLargestColumn = LargestColumn();
static_assert(kLargestColumn < 0x1p53);
// Two rounds of carries make such columns, and up to 4·N taken off them, digits.
constexpr double kFirstCarry = kLargestColumn * kDown + 4;
static_assert(kUp / 2 + (kUp / 2 + kFirstCarry) * kDown + 4 < kDigit);

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

void VectorArithmetic::Renew() { constants_ = MakeConstants(); }

void VectorArithmetic::WipeScratch() {
  Wipe(&columns_, sizeof columns_);
  Wipe(&lanes_, sizeof lanes_);
  Wipe(&half_, sizeof half_);
  Wipe(&natural_, sizeof natural_);
}

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

void VectorArithmetic::Subtract(const Residue& a, const Residue& b, Residue& out) {
  for (std::size_t i = 0; i < n; ++i) columns_[i] = a.digits[i] - b.digits[i];
  Normalize(columns_.data(), out);
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

// 2^3072 − N, below 2^3008: the last digit of N + 1 is 2^24.
VectorArithmetic::Residue VectorArithmetic::One() const {
  Residue one;
  for (std::size_t i = 0; i + 1 < n; ++i) one.digits[i] = -static_cast<std::int32_t>(constants_.M[i]);
  one.digits[0] += 1;
  return one;
}

VectorArithmetic::Residue VectorArithmetic::Unpack(std::span<const std::uint8_t> bytes) {
  for (int i = 0; i < n; ++i) columns_[static_cast<std::size_t>(i)] = DigitOf(bytes, i);
  Residue a;
  Normalize(columns_.data(), a);
  return a;
}

// The factor is R² mod N, which is 2^3072 in Montgomery form. 2^48 is 1 two digits higher, and 48 · 2^6 = 3072.
void VectorArithmetic::Enter(const Residue& a, Residue& out) {
  Residue rr, scratch;
  const Residue one = One();
  std::memcpy(rr.digits.data() + 2, one.digits.data(), sizeof rr - 2 * sizeof rr.digits[0]);
  SquareTimes(*this, rr, 6, scratch);
  Multiply(a, rr, out);
}

void VectorArithmetic::Leave(Residue& a, GroupBytes& out) {
  Residue r, unit;
  unit.digits[0] = 1;
  Multiply(a, unit, r);
  // As bytes, after what is carried: the first time to see whether the value is negative, then with N where it is.
  std::uint32_t add = 0;
  for (int round = 0; round < 2; ++round) {
    std::int32_t carry = 0;
    for (int i = 0; i < n; ++i) {
      carry += r.digits[static_cast<std::size_t>(i)] + static_cast<std::int32_t>(static_cast<std::uint32_t>(DigitOf(kN, i)) & add);
      for (int j = 0; j < kDigitBytes; ++j) {
        out[kGroupBytes - 1 - static_cast<std::size_t>(kDigitBytes * i + j)] = static_cast<std::uint8_t>(carry >> 8 * j);
      }
      carry >>= kDigitBits;
    }
    add = Opaque(static_cast<std::uint32_t>(carry));  // all ones or 0
  }
  Wipe(&a, sizeof a);
  Wipe(&r, sizeof r);
}

}  // namespace fmid::srp
