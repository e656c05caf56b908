// One step of each arithmetic against mbedTLS's integers.
#include "srp/arithmetic.h"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <random>
#include <vector>

#include "oracle.h"

namespace fmid::srp {
namespace {

using oracle::Integer;
using oracle::Prime;
using Scalar = ScalarArithmetic;
using Vector = VectorArithmetic;

// What a test of one step has to know of an arithmetic. Fixed seeds: a failure comes back.
template <typename A>
struct Facts;

template <>
struct Facts<Scalar> {
  static Integer R() { return Integer::PowerOfTwo(Scalar::kLimbs * Scalar::kLimbBits); }

  // Below 2^3075, with long runs of zeros and ones half of the time: they are what makes carries travel.
  static Scalar::Residue Some(std::mt19937& engine) {
    Scalar::Residue a;
    const bool runs = engine() & 1;
    std::uint32_t last = engine() & 1 ? Scalar::kLimbMask : 0;
    for (int i = 0; i < Scalar::kLimbs; ++i) {
      const std::uint32_t r = static_cast<std::uint32_t>(engine());
      a.limbs()[i] = runs ? (r & 7 ? last : last ^= Scalar::kLimbMask) : r & Scalar::kLimbMask;
    }
    a.limbs()[Scalar::kLimbs - 1] &= (1 << 23) - 1;
    return a;
  }

  // Factors up to 15·N.
  static std::vector<Scalar::Residue> Edges() {
    std::vector<Scalar::Residue> edges;
    const auto add = [&](const Integer& value) { value.To(edges.emplace_back()); };
    // 2^3075 is 8·N and a little; what is all ones below it has the fullest columns.
    for (const unsigned bits : {0u, 1u, 28u, 29u, 140u, 1540u, 3052u, 3071u, 3072u, 3075u}) {
      add(Integer::PowerOfTwo(bits) - 1);
      add(Integer::PowerOfTwo(bits));
    }
    for (const int times : {1, 2, 7, 14}) {
      add(Prime() * times);
      add(Prime() * times - 1);
    }
    add(Prime() * 15 - 1);
    return edges;
  }

  static void ExpectFit(const Scalar::Residue& a) {
    EXPECT_LT(Integer(a), Prime() + Prime());
    for (const std::uint32_t limb : a.words) EXPECT_LE(limb, Scalar::kLimbMask);
  }
};

template <>
struct Facts<Vector> {
  static constexpr std::int32_t kMost = Vector::kMaxDigit;

  static Integer R() { return Integer::PowerOfTwo(Vector::kDigits * Vector::kDigitBits); }

  static Vector::Residue Some(std::mt19937& engine) {
    Vector::Residue a;
    const auto kind = engine() % 3;
    for (std::int32_t& digit : a.digits) {
      const std::int32_t size = static_cast<std::int32_t>(engine() % (kind == 0 ? static_cast<unsigned>(kMost) + 1 : 3));
      digit = (engine() & 1 ? 1 : -1) * (kind == 1 ? kMost - size : size);
    }
    return a;
  }

  // All digits as large as they may be, with all signs alike, alternating and by halves: the fullest columns in each lane.
  static std::vector<Vector::Residue> Edges() {
    std::vector<Vector::Residue> edges;
    const auto fill = [&](auto digit) {
      Vector::Residue& a = edges.emplace_back();
      for (std::size_t i = 0; i < a.digits.size(); ++i) a.digits[i] = digit(i);
    };
    for (const std::int32_t most : {kMost, -kMost}) {
      fill([=](std::size_t) { return most; });
      fill([=](std::size_t i) { return i % 2 ? most : -most; });
      fill([=](std::size_t i) { return i % 4 < 2 ? most : -most; });
      fill([=](std::size_t i) { return i < 64 ? most : -most; });
      fill([=](std::size_t i) { return i % 64 < 32 ? most : -most; });
      fill([=](std::size_t i) { return i < 64 ? most : 0; });
      fill([=](std::size_t i) { return i < 64 ? 0 : most; });
      fill([=](std::size_t i) { return i % 2 ? most : 0; });
      for (const std::size_t only : {0u, 15u, 16u, 63u, 64u, 112u, 126u, 127u}) fill([=](std::size_t i) { return i == only ? most : 0; });
    }
    for (const std::int32_t most : {(1 << 23) - 1, 1 << 23, -(1 << 23)}) fill([=](std::size_t) { return most; });
    for (const unsigned bits : {0u, 1u, 24u, 1536u, 3070u}) {
      Integer::PowerOfTwo(bits).To(edges.emplace_back());
      (Integer::PowerOfTwo(bits) - 1).To(edges.emplace_back());
    }
    return edges;
  }

  static void ExpectFit(const Vector::Residue& a) {
    for (const std::int32_t digit : a.digits) EXPECT_LE(std::abs(digit), kMost);
  }
};

template <typename A>
class ArithmeticTest : public testing::Test {
 protected:
  using Residue = typename A::Residue;
  using Of = Facts<A>;

  void ExpectProduct(const Residue& a, const Residue& b) {
    Residue out;
    arithmetic_.Multiply(a, b, out);
    EXPECT_EQ(Integer(out) * Of::R() % Prime(), Integer(a) * Integer(b) % Prime());
    Of::ExpectFit(out);
  }
  void ExpectSquare(const Residue& a) {
    Residue square;
    arithmetic_.Square(a, square);
    EXPECT_EQ(Integer(square) * Of::R() % Prime(), Integer(a) * Integer(a) % Prime());
    Of::ExpectFit(square);
  }

  A arithmetic_;
  std::mt19937 engine_;
};
using Arithmetics = testing::Types<Scalar, Vector>;
TYPED_TEST_SUITE(ArithmeticTest, Arithmetics);

TYPED_TEST(ArithmeticTest, OneIsTheRadixModuloThePrime) {
  EXPECT_EQ(Integer(this->arithmetic_.One()) % Prime(), TestFixture::Of::R() % Prime());
}

TYPED_TEST(ArithmeticTest, ProductsAndSquaresOfTheLargestFactorsAgreeWithTheOracle) {
  auto values = TestFixture::Of::Edges();
  for (int i = 0; i < 12; ++i) values.push_back(TestFixture::Of::Some(this->engine_));
  for (const auto& a : values) {
    this->ExpectSquare(a);
    for (const auto& b : values) this->ExpectProduct(a, b);
  }
}

TYPED_TEST(ArithmeticTest, ALongChainOfSquaresAndProductsAgreesWithTheOracle) {
  typename TypeParam::Residue a = TestFixture::Of::Some(this->engine_), square, cube;
  for (int i = 0; i < 500; ++i) {
    this->ExpectSquare(a);
    this->arithmetic_.Square(a, square);
    this->ExpectProduct(square, a);
    this->arithmetic_.Multiply(square, a, cube);
    a = cube;
  }
}

TYPED_TEST(ArithmeticTest, AQuotientOfAllOnesCarriesThroughEveryColumn) {
  // With a·b ≡ N mod R the quotient is R − 1.
  typename TypeParam::Residue unit{}, half{};
  Integer(1).To(unit);
  const auto prime = this->arithmetic_.Unpack(kN);
  this->ExpectProduct(prime, unit);
  this->ExpectProduct(unit, prime);
  ((Prime() - 1) / 2).To(half);
  this->ExpectProduct(half, unit);
}

TYPED_TEST(ArithmeticTest, DifferencesAgreeWithTheOracleAndMayBeMultiplied) {
  std::vector<typename TypeParam::Residue> values(4);
  Integer(1).To(values[1]);
  values[2] = this->arithmetic_.Unpack((Prime() - 1).ToGroupBytes());
  values[3] = this->arithmetic_.Unpack((Integer::PowerOfTwo(3072) - 1).ToGroupBytes());
  for (int i = 0; i < 20; ++i) {
    typename TypeParam::Residue& product = values.emplace_back();
    this->arithmetic_.Square(TestFixture::Of::Some(this->engine_), product);
  }
  for (const auto& a : values) {
    for (const auto& b : values) {
      typename TypeParam::Residue out;
      this->arithmetic_.Subtract(a, b, out);
      EXPECT_EQ(Integer(out) % Prime(), (Integer(a) - Integer(b)) % Prime());
      this->ExpectProduct(out, out);
    }
  }
}

TYPED_TEST(ArithmeticTest, SelectFindsEveryEntry) {
  std::vector<typename TypeParam::Residue> table;
  for (std::uint32_t size = 1; size <= kMaxSelect; size *= 2) {
    while (table.size() < size) table.push_back(TestFixture::Of::Some(this->engine_));
    for (std::uint32_t i = 0; i < size; ++i) {
      auto out = this->arithmetic_.One();
      this->arithmetic_.Select(table, i, out);
      EXPECT_EQ(out, table[i]);
    }
  }
}

std::vector<GroupBytes> EdgeBytes() {
  GroupBytes ones, high, low;
  ones.fill(0xff);
  high.fill(0x80);
  low.fill(0x01);
  std::vector<GroupBytes> edges = {ones, high, low, kN};
  for (const Integer& value : {Integer(0), Integer(1), Integer(2), Prime() - 2, Prime() - 1, Prime() + 1, Prime() + 2, (Prime() - 1) / 2,
                               (Prime() - 1) / 2 + 1, Integer::PowerOfTwo(3071), Integer::PowerOfTwo(3071) - 1}) {
    edges.push_back(value.ToGroupBytes());
  }
  return edges;
}

TYPED_TEST(ArithmeticTest, WhatEntersLeavesAsItWasModuloThePrime) {
  std::vector<GroupBytes> values = EdgeBytes();
  for (int i = 0; i < 50; ++i) {
    for (std::uint8_t& byte : values.emplace_back()) byte = static_cast<std::uint8_t>(this->engine_());
  }
  for (const GroupBytes& bytes : values) {
    const auto unpacked = this->arithmetic_.Unpack(bytes);
    EXPECT_EQ(Integer(unpacked) % Prime(), Integer::FromBytes(bytes) % Prime());
    typename TypeParam::Residue a;
    this->arithmetic_.Enter(unpacked, a);
    EXPECT_EQ(Integer(a) % Prime(), Integer::FromBytes(bytes) * TestFixture::Of::R() % Prime());
    TestFixture::Of::ExpectFit(a);
    GroupBytes out;
    this->arithmetic_.Leave(a, out);
    EXPECT_EQ(out, (Integer::FromBytes(bytes) % Prime()).ToGroupBytes());
    EXPECT_EQ(a, typename TypeParam::Residue{});  // wiped
  }
  for (std::size_t size = 0; size <= kGroupBytes; ++size) {
    const auto bytes = std::span(values.back()).first(size);
    EXPECT_EQ(Integer(this->arithmetic_.Unpack(bytes)) % Prime(), Integer::FromBytes(bytes) % Prime());
  }
}

TYPED_TEST(ArithmeticTest, LeavingGivesTheSmallestRepresentative) {
  for (auto& a : TestFixture::Of::Edges()) {
    const Integer value = a;
    GroupBytes out;
    this->arithmetic_.Leave(a, out);
    EXPECT_TRUE(Integer::FromBytes(out) < Prime());
    EXPECT_EQ(Integer::FromBytes(out) * TestFixture::Of::R() % Prime(), value % Prime());
  }
}

// What an operation leaves behind is all in the object, and goes by WipeScratch.
TEST(VectorArithmeticTest, NothingOfAFactorIsLeftAfterWiping) {
  const auto bytes_of = [](const Vector& arithmetic) {
    std::array<unsigned char, sizeof arithmetic> bytes;
    std::memcpy(bytes.data(), &arithmetic, sizeof arithmetic);
    return bytes;
  };
  Vector arithmetic;
  std::mt19937 engine;
  arithmetic.WipeScratch();
  const auto before = bytes_of(arithmetic);
  Vector::Residue out;
  arithmetic.Multiply(Facts<Vector>::Some(engine), Facts<Vector>::Some(engine), out);
  arithmetic.Square(Facts<Vector>::Some(engine), out);
  EXPECT_NE(bytes_of(arithmetic), before);
  arithmetic.WipeScratch();
  EXPECT_EQ(bytes_of(arithmetic), before);
}

}  // namespace
}  // namespace fmid::srp
