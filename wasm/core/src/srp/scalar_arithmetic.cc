#include "srp/scalar_arithmetic.h"

#include <cassert>
#include <cstddef>
#include <cstring>

#include "fmid/secret.h"

namespace fmid::srp {
namespace {

using Word = std::uint32_t;    // a limb
using Column = std::uint64_t;  // a sum of products of limbs

using Residue = ScalarArithmetic::Residue;
constexpr int kLimbBits = ScalarArithmetic::kLimbBits;
constexpr std::uint32_t kLimbMask = ScalarArithmetic::kLimbMask;
constexpr int n = ScalarArithmetic::kLimbs;
constexpr int w = ScalarArithmetic::kTile;

// A column never holds more than 2·n products of 28 by 28 bits and a carry, which is below 2^36.
static_assert(2 * n + 1 <= 1 << (64 - 2 * kLimbBits));

constexpr Residue UnpackBytes(std::span<const std::uint8_t> bytes) {
  Residue a;
  Word* limb = a.limbs();
  Column bits = 0;
  int count = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    bits |= Column{bytes[i]} << count;
    count += 8;
    if (count >= kLimbBits) {
      *limb++ = static_cast<Word>(bits) & kLimbMask;
      bits >>= kLimbBits;
      count -= kLimbBits;
    }
  }
  *limb = static_cast<Word>(bits);
  return a;
}

// N + 1. It is a multiple of 2^64, so its two lowest limbs are zero.
constexpr Residue kM = [] {
  Residue a = UnpackBytes(kN);
  a.limbs()[0] = a.limbs()[1] = 0;
  a.limbs()[2] += 1;
  return a;
}();
static_assert(UnpackBytes(kN).limbs()[0] == kLimbMask && UnpackBytes(kN).limbs()[1] == kLimbMask);
static_assert(kM.limbs()[2] <= kLimbMask && (kM.limbs()[2] & 0xff) == 0);

// Nine tenths of the time goes by here:
//
//   columns[k] += Σ x[m]·y[k − m] over the rows m, a multiple of w, for the w columns k that begin where x[0] meets y[0].
//
// A tile of w rows keeps w sums, w limbs of x and a limb of y in locals: with a product that makes twelve, about what an engine has
// registers for, and 14 loads for 25 products. Not inlined: a small function is soon compiled, soon hot and so soon optimised.
//
// Measured in V8 (Node 20, x86-64), a squaring relative to this: tiles of 4×4 1.13, of 7×7 0.99 and of 8×8 0.97 with a first login
// of 1.2 times the time; Karatsuba's trick once 1.10; i64x2 SIMD 1.95; all inlined into one function 1.06, its first login 1.4.
[[gnu::noinline]] void AddProducts(Column* columns, const Word* x, const Word* y, int rows) {
  Column sum[w] = {};
  for (; rows > 0; rows -= w, x += w, y -= w) {
    Column x_tile[w] = {};
    for (int m = 0; m < w; ++m) x_tile[m] = x[m];
    for (int j = 1 - w; j < w; ++j) {
      const Column y_j = y[j];
      for (int m = 0; m < w; ++m) {
        if (m + j >= 0 && m + j < w) sum[m + j] += x_tile[m] * y_j;
      }
    }
  }
  for (int k = 0; k < w; ++k) columns[k] += sum[k];
}

// The end of w columns of a square, where x and y meet: y[0] is `distance` limbs above x[0], in the same operand. Products of two
// different limbs are in the columns once so far and count twice.
template <int distance>
void FinishSquare(Column* columns, const Word* x, const Word* y) {
  for (int m = 0; m < w; ++m) {
    for (int k = 0; k < w; ++k) {
      if (2 * m < distance + k) columns[k] += Column{x[m]} * y[k - m];
    }
  }
  for (int k = 0; k < w; ++k) columns[k] *= 2;
  for (int m = 0; m < w; ++m) {
    for (int k = 0; k < w; ++k) {
      if (2 * m == distance + k) columns[k] += Column{x[m]} * y[k - m];
    }
  }
}

// a = a − N where that is not negative, for a < 2·N.
void SubtractPrimeOnce(Residue& a) {
  Residue difference;  // a − (N + 1) + 1
  std::int32_t carry = 1;
  for (int i = 0; i < n; ++i) {
    carry += static_cast<std::int32_t>(a.limbs()[i]) - static_cast<std::int32_t>(kM.limbs()[i]);
    difference.limbs()[i] = static_cast<Word>(carry) & kLimbMask;
    carry >>= kLimbBits;
  }
  const Word keep = Opaque(static_cast<Word>(carry));  // all ones where a < N, otherwise 0
  for (int i = 0; i < n; ++i) a.limbs()[i] = (a.limbs()[i] & keep) | (difference.limbs()[i] & ~keep);
  Wipe(&difference, sizeof difference);
}

// a = 2·a, where a < 7·N.
[[gnu::noinline]] void Double(Residue& a) {
  Word carry = 0;
  for (int i = 0; i < n; ++i) {
    carry += 2 * a.limbs()[i];
    a.limbs()[i] = carry & kLimbMask;
    carry >>= kLimbBits;
  }
}

}  // namespace

// Products and squares are one function: the more a function runs, the sooner an engine optimises it.
void ScalarArithmetic::Multiply(const Residue& a, const Residue& b, Residue& out) {
  const Word *x = a.limbs(), *y = b.limbs(), *M = kM.limbs();
  Word* q = out.limbs();
  const bool square = &a == &b;
  assert(&out != &a && &out != &b);
  Column carry = 0;
  for (int c = 0; c < 2 * n; c += w) {
    Column columns[w] = {};
    // The rows that reach column c begin with 0 or, from column n on, with the one that meets y[n], just beyond the end.
    const int first = c < n ? 0 : c - n;

    // a·b, and of a square the half: the rows above the one that meets itself, which is in the tile that begins with row `middle`.
    const int middle = c / (2 * w) * w;
    AddProducts(columns, x + first, y + (c - first), (square ? middle : c < n ? c + w : n) - first);
    if (square) {
      if (c == 2 * middle) {
        FinishSquare<0>(columns, x + middle, x + middle);
      } else {
        FinishSquare<w>(columns, x + middle, x + (middle + w));
      }
    }

    // + q·N, such that n columns end in zeros. It is q·(N + 1) − q, and the two lowest limbs of N + 1 are zero: so the digit q[c] is
    // what column c holds by then, and subtracting it leaves only the carry. The columns from n up are the result's limbs, and take the
    // place of digits that no later column needs.
    AddProducts(columns, q + first, M + (c - first), (c < n ? c : n) - first);
    Word* digit = c < n ? q + c : q + (c - n);
    for (int k = 0; k < w; ++k) {
      if (c < n) {
        for (int m = 0; m + 2 <= k; ++m) columns[k] += Column{digit[m]} * M[k - m];
      }
      carry += columns[k];
      digit[k] = static_cast<Word>(carry) & kLimbMask;
      carry >>= kLimbBits;
    }
  }
}

void ScalarArithmetic::Subtract(const Residue& a, const Residue& b, Residue& out) {
  std::int32_t carry = -2;  // a − b + 2·(N + 1) − 2
  for (int i = 0; i < n; ++i) {
    carry += static_cast<std::int32_t>(a.limbs()[i]) - static_cast<std::int32_t>(b.limbs()[i]) +
             2 * static_cast<std::int32_t>(kM.limbs()[i]);
    out.limbs()[i] = static_cast<Word>(carry) & kLimbMask;
    carry >>= kLimbBits;
  }
}

void ScalarArithmetic::Select(std::span<const Residue> table, std::uint32_t index, Residue& out) {
  assert(table.size() <= kMaxSelect);
  Column masks[kMaxSelect];
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    const Word mask = MaskOfEqual(i, index);
    masks[i] = Column{mask} << 32 | mask;
  }
  // Ten limbs at a time, two in a load.
  constexpr int kAtOnce = 5;
  static_assert(n % (2 * kAtOnce) == 0);
  for (int j = 0; j < n; j += 2 * kAtOnce) {
    Column sum[kAtOnce] = {}, two[kAtOnce];
    for (std::size_t i = 0; i < table.size(); ++i) {
      std::memcpy(two, table[i].limbs() + j, sizeof two);
      for (int k = 0; k < kAtOnce; ++k) sum[k] |= two[k] & masks[i];
    }
    std::memcpy(out.limbs() + j, sum, sizeof sum);
  }
  Wipe(masks, sizeof masks);
}

// R mod N = R − 2^8·N. Modulo R that is 2^8·(R − 1 − (N + 1) + 2); doubling drops what reaches R, and carries what the 2 makes of
// limb 0.
Residue ScalarArithmetic::One() {
  Residue a;
  for (int i = 0; i < n; ++i) a.limbs()[i] = kM.limbs()[i] ^ kLimbMask;
  a.limbs()[0] += 2;
#pragma GCC unroll 1
  for (int i = 0; i < 8; ++i) Double(a);
  return a;
}

Residue ScalarArithmetic::Unpack(std::span<const std::uint8_t> bytes) { return UnpackBytes(bytes); }

// The factor for a product is R² mod N, which is 2^3080 in Montgomery form. 2^48 is 1 doubled (and still below N, because 2^3072 − N is
// below 2^3008), and from there 48 → 96 → 192 → 384 → 385 → 770 → 1540 → 3080.
void ScalarArithmetic::Enter(const Residue& a, Residue& out) {
  Residue rr = One(), scratch;
#pragma GCC unroll 1
  for (int i = 0; i < 48; ++i) Double(rr);
  ScalarArithmetic arithmetic;
  SquareTimes(arithmetic, rr, 2, scratch);
  Square(rr, scratch);
  Double(scratch);
  Square(scratch, rr);
  SquareTimes(arithmetic, rr, 2, scratch);
  Multiply(a, rr, out);
}

// The product with 1 is (a + q·N)/R ≤ N, with N itself where a is a multiple of N other than 0.
void ScalarArithmetic::Leave(Residue& a, GroupBytes& out) {
  Residue r, unit;
  unit.limbs()[0] = 1;
  Multiply(a, unit, r);
  SubtractPrimeOnce(r);
  Column bits = 0;
  int count = 0, i = 0;
  for (std::size_t byte = kGroupBytes; byte-- > 0;) {
    if (count < 8) {
      bits |= Column{r.limbs()[i++]} << count;
      count += kLimbBits;
    }
    out[byte] = static_cast<std::uint8_t>(bits);
    bits >>= 8;
    count -= 8;
  }
  Wipe(&a, sizeof a);
  Wipe(&r, sizeof r);
}

}  // namespace fmid::srp
