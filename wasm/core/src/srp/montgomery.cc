#include "srp/montgomery.h"

#include <cstddef>

#include "fmid/secret.h"

namespace fmid::srp {
namespace {

using Word = std::uint32_t;    // a limb
using Column = std::uint64_t;  // a sum of products of limbs

constexpr int n = kLimbs;

// Columns computed at once, so that each limb loaded takes part in several products. Measured in V8 (tests/bench): see the table there.
constexpr int w = 5;
static_assert(n % w == 0);

// 2·n products of 28 by 28 bits and a carry (below 2^36) fit a Column.
static_assert((2 * n + 1) <= 1 << (64 - 2 * kLimbBits));

constexpr Residue UnpackBytes(std::span<const std::uint8_t> bytes) {
  Residue a{};
  Column bits = 0;
  int count = 0, i = 0;
  for (std::size_t byte = bytes.size(); byte-- > 0;) {
    bits |= Column{bytes[byte]} << count;
    count += 8;
    if (count >= kLimbBits) {
      a.limb[i++] = Word(bits) & kLimbMask;
      bits >>= kLimbBits;
      count -= kLimbBits;
    }
  }
  a.limb[i] = Word(bits);
  return a;
}

constexpr Residue kPrime = UnpackBytes(kN);

// N + 1 is a multiple of 2^64, so its two lowest limbs are zero.
constexpr Residue kPrimePlusOne = [] {
  Residue a = kPrime;
  a.limb[0] = a.limb[1] = 0;
  a.limb[2] += 1;
  return a;
}();
static_assert(kPrime.limb[0] == kLimbMask && kPrime.limb[1] == kLimbMask && (kPrime.limb[2] & 0xff) == 0xff);
static_assert(kPrimePlusOne.limb[2] <= kLimbMask && (kPrimePlusOne.limb[2] & 0xff) == 0);

// column[k] += Σ x[m]·y[k − m] for 0 ≤ m < w: w rows of the w columns that begin where x[0] meets y[0]. At the ends of the operands only
// the triangle on one side of the diagonal exists.
enum class Part { kWhole, kUpToDiagonal, kBeyondDiagonal };
template <Part part = Part::kWhole>
constexpr inline __attribute__((always_inline)) void AddTile(Column* column, const Word* x, const Word* y) {
  for (int m = 0; m < w; ++m) {
    for (int k = 0; k < w; ++k) {
      if (part == Part::kWhole || (part == Part::kUpToDiagonal) == (m <= k)) column[k] += Column{x[m]} * y[k - m];
    }
  }
}

// The tile of a square in which x and y meet, y[0] being `distance` limbs above x[0]: products off the diagonal once, all of what is in the
// columns doubled, then those on it. The last tile lies wholly beyond the operand's end but for one triangle.
template <int distance, bool last = false>
constexpr inline __attribute__((always_inline)) void AddMiddleAndDouble(Column* column, const Word* x, const Word* y) {
  for (int m = 0; m < w; ++m) {
    for (int k = 0; k < w; ++k) {
      if (2 * m < distance + k && (!last || m > k)) column[k] += Column{x[m]} * y[k - m];
    }
  }
  for (int k = 0; k < w; ++k) column[k] *= 2;
  for (int m = 0; m < w; ++m) {
    for (int k = 0; k < w; ++k) {
      if (2 * m == distance + k && (!last || m > k)) column[k] += Column{x[m]} * y[k - m];
    }
  }
}

// Montgomery reduction of the columns c … c + w − 1 < n. T + q·N = T + q·(N + 1) − q must end in zeros, and the two lowest limbs of N + 1
// are zero, so the digit q[c] is what the column holds already.
constexpr inline __attribute__((always_inline)) void ReduceLow(Column* column, int c, Word* q, Column& carry) {
  const Word* M = kPrimePlusOne.limb.data();
  for (int i = 0; i < c; i += w) AddTile(column, q + i, M + (c - i));
  for (int k = 0; k < w; ++k) {
    for (int m = 0; m + 2 <= k; ++m) column[k] += Column{q[c + m]} * M[k - m];
    column[k] += carry;
    q[c + k] = Word(column[k]) & kLimbMask;
    carry = column[k] >> kLimbBits;
  }
}

// The same of the columns n + i … n + i + w − 1: they are the result's limbs, and take the place of digits of q that no later column needs.
constexpr inline __attribute__((always_inline)) void ReduceHigh(Column* column, int i, Word* q, Column& carry) {
  const Word* M = kPrimePlusOne.limb.data();
  AddTile<Part::kBeyondDiagonal>(column, q + i, M + n);
  for (int j = i + w; j < n; j += w) AddTile(column, q + j, M + (n + i - j));
  for (int k = 0; k < w; ++k) {
    column[k] += carry;
    q[i + k] = Word(column[k]) & kLimbMask;
    carry = column[k] >> kLimbBits;
  }
}

constexpr void SquareInto(const Word* a, Word* out) {
  Column carry = 0;
  for (int c = 0; c < n; c += w) {
    Column column[w] = {};
    int i = 0;
    for (; 2 * i + 2 * w <= c; i += w) AddTile(column, a + i, a + (c - i));
    if (2 * i == c) {
      AddMiddleAndDouble<0>(column, a + i, a + (c - i));
    } else {
      AddMiddleAndDouble<w>(column, a + i, a + (c - i));
    }
    ReduceLow(column, c, out, carry);
  }
  for (int c = 0; c < n; c += w) {
    Column column[w] = {};
    if (c + w < n) {
      AddTile<Part::kBeyondDiagonal>(column, a + c, a + n);
      int i = c + w;
      for (; 2 * i + 2 * w <= n + c; i += w) AddTile(column, a + i, a + (n + c - i));
      if (2 * i == n + c) {
        AddMiddleAndDouble<0>(column, a + i, a + (n + c - i));
      } else {
        AddMiddleAndDouble<w>(column, a + i, a + (n + c - i));
      }
    } else {
      AddMiddleAndDouble<w, true>(column, a + c, a + n);
    }
    ReduceHigh(column, c, out, carry);
  }
}

constexpr void Shift(Residue& a, int bits) {  // a = a·2^bits
  Column carry = 0;
  for (Word& limb : a.limb) {
    carry += Column{limb} << bits;
    limb = Word(carry) & kLimbMask;
    carry >>= kLimbBits;
  }
}

// R mod N = 2^8·(2^3072 mod N), and 2^3072 mod N = 2^3072 − N = 2^3072 − 1 − N + 1.
constexpr Residue MakeOne() {
  Residue a = UnpackBytes([] {
    GroupBytes bytes{};
    for (std::size_t i = 0; i < kGroupBytes; ++i) bytes[i] = static_cast<std::uint8_t>(~kN[i]);
    return bytes;
  }());
  a.limb[0] += 1;  // no carry: the complement of N's lowest limb is 0
  Shift(a, 8);
  return a;
}

// R² mod N, as 2^3080 in Montgomery form: 2^48 is a shift of kOne, and 48 → 96 → 192 → 384 → 385 → 770 → 1540 → 3080.
constexpr Residue MakeRR() {
  Residue a = MakeOne();
  const auto square = [&a] {
    const Residue b = a;
    SquareInto(b.limb.data(), a.limb.data());
  };
  Shift(a, 24);
  Shift(a, 24);
  square(), square(), square();
  Shift(a, 1);
  square(), square(), square();
  return a;
}

// A compiler that knew a mask to be all zeros or all ones could make a branch of it.
inline Word Opaque(Word mask) {
  __asm__("" : "+r"(mask));
  return mask;
}

// a = a − N where that is not negative, for a < 2·N.
void SubtractPrimeOnce(Residue& a) {
  Residue difference;
  std::int32_t borrow = 0;
  for (int i = 0; i < n; ++i) {
    borrow += static_cast<std::int32_t>(a.limb[i]) - static_cast<std::int32_t>(kPrime.limb[i]);
    difference.limb[i] = static_cast<Word>(borrow) & kLimbMask;
    borrow >>= kLimbBits;
  }
  const Word keep = Opaque(static_cast<Word>(borrow));  // −1 where a < N, otherwise 0
  for (int i = 0; i < n; ++i) a.limb[i] = (a.limb[i] & keep) | (difference.limb[i] & ~keep);
  Wipe(&difference, sizeof difference);
}

}  // namespace

constexpr Residue kOne = MakeOne();
constexpr Residue kG = [] {
  Residue a = MakeOne();
  Shift(a, 1);
  return a;
}();
constexpr Residue kRR = MakeRR();

void Multiply(const Residue& a, const Residue& b, Residue& out) {
  const Word* x = a.limb.data();
  const Word* y = b.limb.data();
  Word* q = out.limb.data();
  Column carry = 0;
  for (int c = 0; c < n; c += w) {
    Column column[w] = {};
    for (int i = 0; i < c; i += w) AddTile(column, x + i, y + (c - i));
    AddTile<Part::kUpToDiagonal>(column, x + c, y);
    ReduceLow(column, c, q, carry);
  }
  for (int c = 0; c < n; c += w) {
    Column column[w] = {};
    AddTile<Part::kBeyondDiagonal>(column, x + c, y + n);
    for (int i = c + w; i < n; i += w) AddTile(column, x + i, y + (n + c - i));
    ReduceHigh(column, c, q, carry);
  }
}

void Square(const Residue& a, Residue& out) { SquareInto(a.limb.data(), out.limb.data()); }

void SquareTimes(Residue& a, int times, Residue& scratch) {
  for (; times > 0; times -= 2) {
    Square(a, scratch);
    Square(scratch, a);
  }
}

void Subtract(const Residue& a, const Residue& b, Residue& out) {  // a + 2·N − b
  std::int32_t carry = 0;
  for (int i = 0; i < n; ++i) {
    carry += static_cast<std::int32_t>(a.limb[i]) + 2 * static_cast<std::int32_t>(kPrime.limb[i]) -
             static_cast<std::int32_t>(b.limb[i]);
    out.limb[i] = static_cast<Word>(carry) & kLimbMask;
    carry >>= kLimbBits;
  }
}

void Select(std::span<const Residue> table, std::uint32_t index, Residue& out) {
  out = {};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    const Word mask = Opaque(Word{0} - (((i ^ index) - 1) >> 31));  // all ones where i = index
    for (int j = 0; j < n; ++j) out.limb[j] |= table[i].limb[j] & mask;
  }
}

Residue Unpack(std::span<const std::uint8_t> bytes) { return UnpackBytes(bytes); }

// The product with 1 is (a + q·N)/R ≤ N, with N itself where a is a multiple of N other than 0.
void Leave(Residue& a, GroupBytes& out) {
  Residue r;
  Multiply(a, Residue{{1}}, r);
  SubtractPrimeOnce(r);
  Column bits = 0;
  int count = 0, i = 0;
  for (std::size_t byte = kGroupBytes; byte-- > 0;) {
    if (count < 8) {
      bits |= Column{r.limb[i++]} << count;
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
