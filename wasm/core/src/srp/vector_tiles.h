// Sums of products of two sequences in pairs of doubles, by tiles: nine tenths of VectorArithmetic's time.
//
// A tile is 8 columns by 4 rows: 8 sums, 4 factors of one sequence and one of the other are what 16 registers hold. Where the parallelogram
// that the products of two sequences make has an edge, a tile takes only some of its diagonals, so nothing beyond an end is read.
#pragma once

#include <cstdint>
#include <cstring>

namespace fmid::srp::tiles {

inline constexpr int kColumns = 8;
inline constexpr int kRows = 4;

// Between a column and the next.
inline constexpr double kUp = 0x1p24;
inline constexpr double kDown = 0x1p-24;

// To an integer, for |x| < 2^51.
constexpr double Round(double x) { return (x + 0x1.8p52) - 0x1.8p52; }

using V = double __attribute__((vector_size(16)));

[[gnu::always_inline]] inline V Load(const double* p) {
  V v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
[[gnu::always_inline]] inline void Store(double* p, V v) { std::memcpy(p, &v, sizeof v); }
[[gnu::always_inline]] inline V Both(double x) { return V{x, x}; }

// Integers, four to a vector: the first two as doubles, and four from doubles (2^52 and a half of it more puts an integer into the low word).
using Words = std::int32_t __attribute__((vector_size(16)));
using HalfWords = std::int32_t __attribute__((vector_size(8)));

[[gnu::always_inline]] inline Words LoadWords(const std::int32_t* p) {
  Words w;
  std::memcpy(&w, p, sizeof w);
  return w;
}
[[gnu::always_inline]] inline V Widen(Words w) { return __builtin_convertvector((HalfWords{w[0], w[1]}), V); }
[[gnu::always_inline]] inline void StoreNarrow(std::int32_t* p, V low, V high) {
  const V base = Both(0x1.8p52);
  low += base;
  high += base;
  Words a, b;
  std::memcpy(&a, &low, sizeof a);
  std::memcpy(&b, &high, sizeof b);
  a = __builtin_shufflevector(a, b, 0, 2, 4, 6);
  std::memcpy(p, &a, sizeof a);
}

[[gnu::always_inline]] inline V Lows(V a, V b) { return __builtin_shufflevector(a, b, 0, 2); }
[[gnu::always_inline]] inline V Highs(V a, V b) { return __builtin_shufflevector(a, b, 1, 3); }
[[gnu::always_inline]] inline V HighThenLow(V a, V b) { return __builtin_shufflevector(a, b, 1, 2); }

// A sequence of pairs.
struct Pairs {
  const double* p;
  [[gnu::always_inline]] V operator[](int i) const { return Load(p + 2 * i); }
  [[gnu::always_inline]] Pairs operator+(int i) const { return {p + 2 * i}; }
};

// sum[m + j] += x[m]·y[j] for the rows m < 4 and the diagonals from ≤ j < to, in the 8 columns.
template <int from, int to>
[[gnu::always_inline]] inline void AddTile(V* sum, Pairs x, Pairs y) {
  V x_tile[kRows];
#pragma GCC unroll 16
  for (int m = 0; m < kRows; ++m) x_tile[m] = x[m];
#pragma GCC unroll 16
  for (int j = from; j < to; ++j) {
    const V y_j = y[j];
#pragma GCC unroll 16
    for (int m = 0; m < kRows; ++m) {
      if (m + j >= 0 && m + j < kColumns) sum[m + j] += x_tile[m] * y_j;
    }
  }
}

// All diagonals of a multiple of 4 rows: sum[k] += Σ x[m]·y[k − m].
[[gnu::always_inline]] inline void AddTiles(V* sum, Pairs x, Pairs y, int rows) {
  for (; rows > 0; rows -= kRows, x = x + kRows, y = y + -kRows) AddTile<1 - kRows, kColumns>(sum, x, y);
}

// Of 8 rows the products with y[0] and up; the products with y[−1] and below.
[[gnu::always_inline]] inline void AddLowEdge(V* sum, Pairs x, Pairs y) {
  AddTile<0, kColumns>(sum, x, y);
  AddTile<kRows, kColumns>(sum, x + kRows, y + -kRows);
}
[[gnu::always_inline]] inline void AddHighEdge(V* sum, Pairs x, Pairs y) {
  AddTile<1 - kRows, 0>(sum, x, y);
  AddTile<1 - kRows, kRows>(sum, x + kRows, y + -kRows);
}

// Of a square's 8 columns, where z[0] meets itself: the products of two different values, which come twice, and then the squares.
[[gnu::always_inline]] inline void AddDiagonal(V* sum, Pairs z) {
  V z_tile[kRows];
#pragma GCC unroll 16
  for (int m = 0; m < kRows; ++m) z_tile[m] = z[m];
#pragma GCC unroll 16
  for (int j = 1; j < kColumns; ++j) {
    const V z_j = z[j];
#pragma GCC unroll 16
    for (int m = 0; m < kRows; ++m) {
      if (m < j && m + j < kColumns) sum[m + j] += z_tile[m] * z_j;
    }
  }
#pragma GCC unroll 16
  for (int k = 0; k < kColumns; ++k) sum[k] += sum[k];
#pragma GCC unroll 16
  for (int m = 0; m < kRows; ++m) sum[2 * m] += z_tile[m] * z_tile[m];
}

// v = carry·2^24 + v′, where v′ is between −2^23 and 2^23: adding and subtracting 1.5·2^76 rounds to a multiple of 2^24.
[[gnu::always_inline]] inline V TakeCarry(V& v) {
  const V rounding = Both(0x1.8p76);
  const V h = (v + rounding) - rounding;
  v -= h;
  return h * Both(kDown);
}

// The columns of a tile but for what is above 24 bits, which goes to the next; the last one's is returned, for the next tile.
[[gnu::always_inline]] inline V Split(V* sum, V carry) {
#pragma GCC unroll 16
  for (int k = 0; k < kColumns; ++k) {
    const V next = TakeCarry(sum[k]);
    sum[k] += carry;
    carry = next;
  }
  return carry;
}

// The first lanes are added to columns[0] and up, the second to columns[offset] and up.
[[gnu::always_inline]] inline void Deliver(const V* sum, double* columns, int offset) {
#pragma GCC unroll 16
  for (int k = 0; k < kColumns; k += 2) {
    Store(columns + k, Load(columns + k) + Lows(sum[k], sum[k + 1]));
    Store(columns + offset + k, Load(columns + offset + k) + Highs(sum[k], sum[k + 1]));
  }
}

// columns[k] and columns[k + offset] += the two lanes of Σ x[m]·y[k − m], for sequences of lengths that are multiples of 8. Where they are the
// same, it is a square, of which half is multiplied; it reads 8 pairs beyond the end, which are zeros. `split`: no column gets more than
// 2^28 or so.
//
// One function for everything that is multiplied: the more a function runs, the sooner an engine optimises it.
inline void Convolve(bool split, double* columns, int offset, Pairs x, int x_size, Pairs y, int y_size) {
  const bool square = x.p == y.p;
  V carry = Both(0);
  for (int c = 0; c < x_size + y_size; c += kColumns) {
    V sum[kColumns] = {};
    const int end = square ? c / 2 : c < x_size ? c : x_size;
    int m = 0;
    if (c >= y_size) {
      m = c - y_size;
      if (end - m >= kColumns) {
        AddHighEdge(sum, x + m, y + y_size);
        m += kColumns;
      }
    }
    AddTiles(sum, x + m, y + (c - m), end - m);
    if (square) {
      AddDiagonal(sum, x + end);
    } else if (c < x_size) {
      AddLowEdge(sum, x + c, y);
    }
    if (split) carry = Split(sum, carry);
    Deliver(sum, columns + c, offset);
  }
}

}  // namespace fmid::srp::tiles
