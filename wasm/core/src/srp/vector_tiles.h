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

inline V Load(const double* p) {
  V v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
inline void Store(double* p, V v) { std::memcpy(p, &v, sizeof v); }
inline V Both(double x) { return V{x, x}; }

// Integers, four to a vector: the first two as doubles, and four from doubles (2^52 and a half of it more puts an integer into the low word).
using Words = std::int32_t __attribute__((vector_size(16)));
using HalfWords = std::int32_t __attribute__((vector_size(8)));

inline Words LoadWords(const std::int32_t* p) {
  Words w;
  std::memcpy(&w, p, sizeof w);
  return w;
}
inline V Widen(Words w) { return __builtin_convertvector((HalfWords{w[0], w[1]}), V); }
inline void StoreNarrow(std::int32_t* p, V low, V high) {
  const V base = Both(0x1.8p52);
  low += base;
  high += base;
  Words a, b;
  std::memcpy(&a, &low, sizeof a);
  std::memcpy(&b, &high, sizeof b);
  a = __builtin_shufflevector(a, b, 0, 2, 4, 6);
  std::memcpy(p, &a, sizeof a);
}

inline V Lows(V a, V b) { return __builtin_shufflevector(a, b, 0, 2); }
inline V Highs(V a, V b) { return __builtin_shufflevector(a, b, 1, 3); }
inline V HighThenLow(V a, V b) { return __builtin_shufflevector(a, b, 1, 2); }

// Sequences: of pairs as they stand, and of single values that go to both lanes.
struct Pairs {
  const double* p;
  V operator[](int i) const { return Load(p + 2 * i); }
  Pairs operator+(int i) const { return {p + 2 * i}; }
};
struct Singles {
  const double* p;
  V operator[](int i) const { return Both(p[i]); }
  Singles operator+(int i) const { return {p + i}; }
};

// sum[m + j] += x[m]·y[j] for the rows m < 4 and the diagonals from ≤ j < to, in the 8 columns.
template <int from, int to, typename X, typename Y>
[[gnu::always_inline]] inline void AddTile(V* sum, X x, Y y) {
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
template <typename X, typename Y>
[[gnu::always_inline]] inline void AddTiles(V* sum, X x, Y y, int rows) {
  for (; rows > 0; rows -= kRows, x = x + kRows, y = y + -kRows) AddTile<1 - kRows, kColumns>(sum, x, y);
}

// Of 8 rows the products with y[0] and up; the products with y[−1] and below.
template <typename X, typename Y>
[[gnu::always_inline]] inline void AddLowEdge(V* sum, X x, Y y) {
  AddTile<0, kColumns>(sum, x, y);
  AddTile<kRows, kColumns>(sum, x + kRows, y + -kRows);
}
template <typename X, typename Y>
[[gnu::always_inline]] inline void AddHighEdge(V* sum, X x, Y y) {
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

// The first lanes to columns[0] and up, the second to columns[offset] and up: as they are or added to what is there.
template <bool add>
[[gnu::always_inline]] inline void Deliver(const V* sum, double* columns, int offset) {
#pragma GCC unroll 16
  for (int k = 0; k < kColumns; k += 2) {
    V low = Lows(sum[k], sum[k + 1]), high = Highs(sum[k], sum[k + 1]);
    if (add) {
      low += Load(columns + k);
      high += Load(columns + offset + k);
    }
    Store(columns + k, low);
    Store(columns + offset + k, high);
  }
}

// columns[k] and columns[k + offset] += the two lanes of Σ x[m]·y[k − m], for sequences of lengths that are multiples of 8. `split`: no
// column gets more than 2^28 or so.
template <bool split, typename X, typename Y>
[[gnu::always_inline]] inline void Convolve(double* columns, int offset, X x, int x_size, Y y, int y_size) {
  V carry = Both(0);
  for (int c = 0; c < x_size + y_size; c += kColumns) {
    V sum[kColumns] = {};
    int m = 0;
    if (c >= y_size) {
      m = c - y_size;
      AddHighEdge(sum, x + m, y + y_size);
      m += kColumns;
    }
    AddTiles(sum, x + m, y + (c - m), (c < x_size ? c : x_size) - m);
    if (c < x_size) AddLowEdge(sum, x + c, y);
    if (split) carry = Split(sum, carry);
    Deliver<true>(sum, columns + c, offset);
  }
}

// columns[k] and columns[k + offset] = the two lanes of Σ z[m]·z[k − m], split; `size` is a multiple of 8. Reads 8 pairs beyond the end,
// which are zeros.
[[gnu::always_inline]] inline void ConvolveSquare(double* columns, int offset, Pairs z, int size) {
  V carry = Both(0);
  for (int c = 0; c < 2 * size; c += kColumns) {
    V sum[kColumns] = {};
    const int middle = c / 2;
    int m = 0;
    if (c >= size) {
      m = c - size;
      if (middle - m >= kColumns) {
        AddHighEdge(sum, z + m, z + size);
        m += kColumns;
      }
    }
    AddTiles(sum, z + m, z + (c - m), middle - m);
    AddDiagonal(sum, z + middle);
    carry = Split(sum, carry);
    Deliver<false>(sum, columns + c, offset);
  }
}

}  // namespace fmid::srp::tiles
