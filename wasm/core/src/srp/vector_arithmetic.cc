#include "srp/vector_arithmetic.h"

#include <cstring>

#include "fmid/secret.h"
#include "srp/vector_tiles.h"

namespace fmid::srp {
namespace {

using tiles::kDown;
using tiles::kUp;
using tiles::Round;
using Constants = VectorArithmetic::Constants;
using Lanes = VectorArithmetic::Lanes;

constexpr int n = VectorArithmetic::kDigits;
constexpr int kDigitBits = VectorArithmetic::kDigitBits;
constexpr int kDigitBytes = kDigitBits / 8;

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

}  // namespace

void VectorArithmetic::Renew() { constants_ = MakeConstants(); }

void VectorArithmetic::WipeScratch() {
  Wipe(&columns_, sizeof columns_);
  Wipe(&lanes_, sizeof lanes_);
  Wipe(&half_, sizeof half_);
  Wipe(&twice_, sizeof twice_);
  Wipe(&natural_, sizeof natural_);
}

void VectorArithmetic::Subtract(const Residue& a, const Residue& b, Residue& out) {
  for (std::size_t i = 0; i < n; ++i) columns_[i] = a.digits[i] - b.digits[i];
  Normalize(columns_.data(), out);
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
