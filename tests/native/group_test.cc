#include "srp/group.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <random>
#include <vector>

#include "oracle.h"
#include "srp/power.h"
#include "srp/scalar_arithmetic.h"
#include "srp/vector_arithmetic.h"

namespace fmid::srp {
namespace {

using oracle::Bytes;
using oracle::Integer;
using oracle::NaivePowMod;
using oracle::PowMod;
using oracle::Prime;
using Block = std::array<std::uint8_t, 32>;
using Sizes = std::initializer_list<std::size_t>;
using Fills = std::initializer_list<std::uint8_t>;

// Fixed seeds: a failure comes back.
class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}

  std::vector<std::uint8_t> Some(std::size_t size) {
    std::vector<std::uint8_t> bytes(size);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(engine_());
    return bytes;
  }
  template <std::size_t size>
  std::array<std::uint8_t, size> Some() {
    std::array<std::uint8_t, size> bytes;
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(engine_());
    return bytes;
  }

 private:
  std::mt19937 engine_;
};

// The functions of power.h on either arithmetic, with one table for all tests.
template <typename A>
class PowerTest : public testing::Test {
 protected:
  static GroupBytes PowOf(const GroupBytes& base, Bytes e) {
    GroupBytes out, again;
    A arithmetic;
    Pow(arithmetic, base, e, out);
    PlainPow(arithmetic, base, e, again);
    EXPECT_EQ(out, again);
    return out;
  }

  static GroupBytes PowGOf(Bytes e) {
    GroupBytes out;
    PowG(Table(), e, out);
    return out;
  }

  // With the table, and without it.
  static GroupBytes PremasterOf(const GroupBytes& B, const Block& k, const Block& u, const Block& x, Bytes a) {
    const PremasterInputs inputs = {.B = B, .k = k, .u = u, .x = x};
    GroupBytes S, again;
    ClientPremaster(Table(), inputs, a, S);
    A arithmetic;
    PlainClientPremaster(arithmetic, inputs, a, again);
    EXPECT_EQ(S, again);
    return S;
  }

  static GeneratorTable<A>& Table() {
    static GeneratorTable<A> table;
    return table;
  }
};
using Arithmetics = testing::Types<ScalarArithmetic, VectorArithmetic>;
TYPED_TEST_SUITE(PowerTest, Arithmetics);

GroupBytes ToGroup(const Integer& a) { return a.ToGroupBytes(); }

GroupBytes Filled(std::uint8_t byte) {
  GroupBytes bytes;
  bytes.fill(byte);
  return bytes;
}

// Of `size` bytes with one bit set, counted from the lowest.
std::vector<std::uint8_t> SingleBit(std::size_t size, std::size_t bit) {
  std::vector<std::uint8_t> e(size);
  e[size - 1 - bit / 8] = static_cast<std::uint8_t>(1 << bit % 8);
  return e;
}

std::vector<GroupBytes> EdgeBases() {
  return {ToGroup(0), ToGroup(1), ToGroup(2), ToGroup(Prime() - 2), ToGroup(Prime() - 1), kN, ToGroup(Prime() + 1),
          ToGroup(Prime() + 2), ToGroup(Integer::PowerOfTwo(3071)), Filled(0xff), Filled(0x80), Filled(0x01)};
}

// --- the prime and the constants ---

// arctan(1/q)·2^bits
Integer ArcTangentOfInverse(int q, unsigned bits) {
  Integer term = Integer::PowerOfTwo(bits) / q;
  Integer sum = term;
  for (int i = 3; !(term == 0); i += 2) {
    term = term / (q * q);
    sum = i % 4 == 3 ? sum - term / i : sum + term / i;
  }
  return sum;
}

TEST(GroupTest, ThePrimeIsWhatItsFormulaGives) {
  // π = 16·arctan(1/5) − 4·arctan(1/239), with 32 bits to spare for what the divisions cut off.
  Integer pi = 16 * ArcTangentOfInverse(5, 2942 + 32) - 4 * ArcTangentOfInverse(239, 2942 + 32);
  pi = pi / (1 << 16) / (1 << 16);
  EXPECT_EQ(Prime(), Integer::PowerOfTwo(3072) - Integer::PowerOfTwo(3008) - 1 + Integer::PowerOfTwo(64) * (pi + 1690314));
}

TEST(GroupTest, OnlyValuesBetweenZeroAndThePrimeAreValidPublicValues) {
  EXPECT_FALSE(IsValidPublic(ToGroup(0)));
  EXPECT_TRUE(IsValidPublic(ToGroup(1)));
  EXPECT_TRUE(IsValidPublic(ToGroup(Prime() - 1)));
  EXPECT_FALSE(IsValidPublic(kN));
  EXPECT_FALSE(IsValidPublic(ToGroup(Prime() + 1)));
  EXPECT_FALSE(IsValidPublic(Filled(0xff)));
  EXPECT_TRUE(IsValidPublic(Filled(0x80)));
  for (std::size_t i = 0; i < kGroupBytes; ++i) {
    GroupBytes B{};
    B[i] = 1;
    EXPECT_TRUE(IsValidPublic(B)) << i;
    B = kN;
    B[i] = static_cast<std::uint8_t>(B[i] - 1);  // below N unless that byte was 0: then N + 255·256^…
    EXPECT_EQ(IsValidPublic(B), Integer::FromBytes(B) < Prime()) << i;
    B[i] = static_cast<std::uint8_t>(B[i] + 2);
    EXPECT_EQ(IsValidPublic(B), Integer::FromBytes(B) < Prime()) << i;
  }
}

// --- powers ---

TYPED_TEST(PowerTest, PowersOfEdgeBasesAgreeWithBothOracles) {
  const std::vector<std::vector<std::uint8_t>> exponents = {
      {0}, {1}, {2}, {3}, {0, 0}, {0, 1}, {0x1f}, {0x20}, {0xff},
      {0xff, 0xff, 0xff, 0xff, 0xff}, std::vector<std::uint8_t>(16, 0xff), SingleBit(20, 159)};
  for (const GroupBytes& base : EdgeBases()) {
    for (const auto& e : exponents) {
      const GroupBytes power = TestFixture::PowOf(base, e);
      EXPECT_EQ(power, ToGroup(PowMod(Integer::FromBytes(base), Integer::FromBytes(e))));
      EXPECT_EQ(power, ToGroup(NaivePowMod(Integer::FromBytes(base), Integer::FromBytes(e))));
    }
  }
}

TYPED_TEST(PowerTest, PowersOfRandomBasesAgreeWithBothOracles) {
  Random random(6);
  for (const std::size_t size : Sizes{1, 2, 3, 5, 31, 32, 33, 64, 65}) {
    const GroupBytes base = random.Some<kGroupBytes>();
    const auto e = random.Some(size);
    const GroupBytes power = TestFixture::PowOf(base, e);
    EXPECT_EQ(power, ToGroup(PowMod(Integer::FromBytes(base), Integer::FromBytes(e)))) << size;
    EXPECT_EQ(power, ToGroup(NaivePowMod(Integer::FromBytes(base), Integer::FromBytes(e)))) << size;
  }
}

TYPED_TEST(PowerTest, PowersOfTheGeneratorAreRightForEveryLengthOfExponent) {
  // One exponent growing byte by byte, and its power by Horner's rule.
  Random random(7);
  const auto e = random.Some(kMaxExponentBytes);
  Integer power = 1;
  for (std::size_t size = 1; size <= e.size(); ++size) {
    for (int i = 0; i < 8; ++i) power = power * power % Prime();
    power = power * Integer::PowerOfTwo(e[size - 1]) % Prime();
    EXPECT_EQ(TestFixture::PowGOf(Bytes(e).first(size)), ToGroup(power)) << size;
    if (size % 16 == 0) {
      EXPECT_EQ(TestFixture::PowOf(ToGroup(2), Bytes(e).first(size)), ToGroup(power)) << size;
    }
  }
  EXPECT_EQ(power, PowMod(2, Integer::FromBytes(e)));
}

TYPED_TEST(PowerTest, SingleBitsAtEveryBoundaryOfTheCombAndTheWindowGiveTheirPower) {
  std::vector<std::size_t> teeth, windows = {0, 1, 4, 5, 9, 10, 511, 512, 514, 515};
  for (std::size_t edge = kColumns; edge < 8 * kMaxExponentBytes; edge += kColumns) teeth.insert(teeth.end(), {edge - 1, edge});
  teeth.push_back(8 * kMaxExponentBytes - 1);
  Integer power = 2;  // 2^(2^bit)
  for (std::size_t bit = 0; bit < 8 * kMaxExponentBytes; power = power * power % Prime(), ++bit) {
    if (std::count(teeth.begin(), teeth.end(), bit) != 0) {
      EXPECT_EQ(TestFixture::PowGOf(SingleBit(bit / 8 + 1, bit)), ToGroup(power)) << bit;
    }
    if (std::count(windows.begin(), windows.end(), bit) != 0) {
      EXPECT_EQ(TestFixture::PowGOf(SingleBit(kMaxExponentBytes, bit)), ToGroup(power)) << bit;
      EXPECT_EQ(TestFixture::PowOf(ToGroup(2), SingleBit(bit / 8 + 1, bit)), ToGroup(power)) << bit;
    }
  }
}

TYPED_TEST(PowerTest, PowersOfTheGeneratorByEdgeExponentsAgreeWithBothOracles) {
  for (const std::size_t size : Sizes{1, 5, 6, 12, 30, 36, 37, 72, 73, 108, 128}) {
    for (const std::uint8_t fill : Fills{0x00, 0xff, 0x55, 0x80}) {
      const std::vector<std::uint8_t> e(size, fill);
      const GroupBytes power = TestFixture::PowGOf(e);
      EXPECT_EQ(power, ToGroup(PowMod(2, Integer::FromBytes(e)))) << size << " " << int{fill};
      if (size <= 37) {
        EXPECT_EQ(power, ToGroup(NaivePowMod(2, Integer::FromBytes(e)))) << size << " " << int{fill};
      }
    }
  }
  EXPECT_EQ(TestFixture::PowGOf(std::vector<std::uint8_t>{0}), ToGroup(1));
  EXPECT_EQ(TestFixture::PowGOf(std::vector<std::uint8_t>{1}), ToGroup(2));
  EXPECT_EQ(TestFixture::PowGOf(std::vector<std::uint8_t>{2}), ToGroup(4));
  // The group's order is (N − 1)/2, because 2 is a square modulo N.
  EXPECT_EQ(TestFixture::PowOf(ToGroup(2), ToGroup((Prime() - 1) / 2)), ToGroup(1));
}

TYPED_TEST(PowerTest, ATableMadeInSlicesServesLikeOneMadeAtOnce) {
  const std::vector<std::uint8_t> e(36, 0xa5);
  const GroupBytes expected = TestFixture::PowGOf(e);
  int slices = 1;
  {
    GeneratorTable<TypeParam> table;
    EXPECT_FALSE(table.complete());
    while (!table.Advance()) ++slices;
    EXPECT_TRUE(table.complete());
    EXPECT_TRUE(table.Advance());
    EXPECT_EQ(table.Checksum(), GeneratorTable<TypeParam>::kChecksum);
    EXPECT_LE(slices, 40);
    EXPECT_GE(slices, 10);
  }
  for (int done = 0; done <= slices + 1; ++done) {
    GeneratorTable<TypeParam> table;
    for (int i = 0; i < done; ++i) EXPECT_EQ(table.Advance(), i + 1 >= slices);
    EXPECT_EQ(table.complete(), done >= slices);
    typename TypeParam::Residue power;
    table.Power(e, power);
    GroupBytes out;
    table.arithmetic().Leave(power, out);
    EXPECT_EQ(out, expected) << done;
  }
}

// As an engine that computes wrongly would: a bit of the third entry, which the rest is made from. The entries come first in the table.
template <typename A>
void Spoil(GeneratorTable<A>& table) {
  constexpr std::size_t kEntry = sizeof(typename A::Residue);
  reinterpret_cast<unsigned char*>(&table)[2 * kEntry + kEntry / 2] ^= 1;
}

TYPED_TEST(PowerTest, ATableThatWentWrongIsMadeAgain) {
  const std::vector<std::uint8_t> e(36, 0xa5);
  GeneratorTable<TypeParam> table;
  for (int i = 0; i < 6; ++i) EXPECT_FALSE(table.Advance());
  Spoil(table);
  int slices = 6;
  while (!table.Advance()) ++slices;
  EXPECT_GT(slices, 30);  // once and again
  EXPECT_EQ(table.Checksum(), GeneratorTable<TypeParam>::kChecksum);
  typename TypeParam::Residue power;
  table.Power(e, power);
  GroupBytes out;
  table.arithmetic().Leave(power, out);
  EXPECT_EQ(out, TestFixture::PowGOf(e));
}

TEST(VectorTableTest, ConstantsThatWentWrongAreMadeAgainWithTheTable) {
  GeneratorTable<VectorArithmetic> table;
  reinterpret_cast<unsigned char*>(&table.arithmetic())[8 * 375 + 6] ^= 0x10;  // another integer
  int slices = 0;
  while (!table.Advance()) ++slices;
  EXPECT_GT(slices, 30);
  EXPECT_EQ(table.Checksum(), GeneratorTable<VectorArithmetic>::kChecksum);
}

TYPED_TEST(PowerTest, ATableThatIsNeverRightGivesNoPublicValue) {
  GeneratorTable<TypeParam> table;
  for (int slices = 0; !table.Advance(); ++slices) {
    ASSERT_LT(slices, 1000);
    if (slices % 5 == 4) Spoil(table);
  }
  typename TypeParam::Residue power;
  table.Power(std::vector<std::uint8_t>(36, 0xa5), power);
  GroupBytes out;
  table.arithmetic().Leave(power, out);
  EXPECT_FALSE(IsValidPublic(out));
}

// --- the premaster secret ---

constexpr Block kK = {0x53, 0x82, 0x82, 0xc4, 0x35, 0x47, 0x42, 0xd7, 0xcb, 0xbd, 0xe2, 0x35, 0x9f, 0xcf, 0x67, 0xf9,
                      0xf5, 0xb3, 0xa6, 0xb0, 0x87, 0x91, 0xe5, 0x01, 0x1b, 0x43, 0xb8, 0xa5, 0xb6, 0x6d, 0x9e, 0xe6};

TYPED_TEST(PowerTest, ThePremasterSecretIsTheFormulas) {
  Random random(8);
  for (const std::size_t size : Sizes{1, 31, 32, 36, 63, 64, 65, 127, 128}) {
    const GroupBytes B = random.Some<kGroupBytes>();
    const Block u = random.Some<32>(), x = random.Some<32>();
    const auto a = random.Some(size);
    EXPECT_EQ(TestFixture::PremasterOf(B, kK, u, x, a), oracle::Premaster(B, kK, u, x, a)) << size;
  }
}

TYPED_TEST(PowerTest, ThePremasterSecretAgreesWithSquareAndMultiply) {
  Random random(9);
  for (int i = 0; i < 2; ++i) {
    const GroupBytes B = random.Some<kGroupBytes>();
    const Block k = random.Some<32>(), u = random.Some<32>(), x = random.Some<32>();
    const auto a = random.Some(36);
    const Integer base = (Integer::FromBytes(B) - Integer::FromBytes(k) * NaivePowMod(2, Integer::FromBytes(x))) % Prime();
    const Integer e = Integer::FromBytes(a) + Integer::FromBytes(u) * Integer::FromBytes(x);
    EXPECT_EQ(TestFixture::PremasterOf(B, k, u, x, a), ToGroup(NaivePowMod(base, e)));
  }
}

TYPED_TEST(PowerTest, ThePremasterSecretIsRightWhereBMeetsTheVerifierAndAtBothEnds) {
  Random random(10);
  const Block u = random.Some<32>(), x = random.Some<32>();
  const auto a = random.Some(36);
  const Integer kv = Integer::FromBytes(kK) * PowMod(2, Integer::FromBytes(x)) % Prime();
  EXPECT_EQ(TestFixture::PremasterOf(ToGroup(kv), kK, u, x, a), ToGroup(0));  // the base is 0
  EXPECT_EQ(TestFixture::PremasterOf(ToGroup((kv + 1) % Prime()), kK, u, x, a), ToGroup(1));
  const std::vector<Integer> values = {0, 1, 2, kv - 1, kv - 2, kv + 2, Prime() - 1, Prime(), Prime() + 1,
                                       Integer::PowerOfTwo(3072) - 1};
  for (const Integer& B : values) EXPECT_EQ(TestFixture::PremasterOf(ToGroup(B), kK, u, x, a), oracle::Premaster(ToGroup(B), kK, u, x, a));
}

TYPED_TEST(PowerTest, ThePremasterSecretIsRightForExponentsOfZerosAndOnes) {
  Random random(11);
  const GroupBytes B = random.Some<kGroupBytes>();
  Block zeros{}, ones;
  ones.fill(0xff);
  for (const Block& u : {zeros, ones}) {
    for (const Block& x : {zeros, ones}) {
      for (const std::size_t size : Sizes{1, 36, 64, 65, 128}) {
        for (const std::uint8_t fill : Fills{0x00, 0xff}) {
          const std::vector<std::uint8_t> a(size, fill);
          if (size > 65 && fill == 0) continue;
          EXPECT_EQ(TestFixture::PremasterOf(B, ones, u, x, a), oracle::Premaster(B, ones, u, x, a)) << size << " " << int{fill};
        }
      }
    }
  }
}

TYPED_TEST(PowerTest, AnHonestServerArrivesAtTheSameSecret) {
  // B = k·v + g^b and S = (A·v^u)^b: the server's side of RFC 5054 §2.6, by the oracle.
  Random random(12);
  const Block u = random.Some<32>(), x = random.Some<32>();
  const auto a = random.Some(kPrivateKeyBytes);
  const Integer b = Integer::FromBytes(random.Some(32));
  const Integer v = PowMod(2, Integer::FromBytes(x));
  const Integer B = (Integer::FromBytes(kK) * v + PowMod(2, b)) % Prime();
  const Integer S = PowMod(Integer::FromBytes(TestFixture::PowGOf(a)) * PowMod(v, Integer::FromBytes(u)) % Prime(), b);
  EXPECT_EQ(TestFixture::PremasterOf(ToGroup(B), kK, u, x, a), ToGroup(S));
}

TYPED_TEST(PowerTest, OutputsMayOverlapInputs) {
  Random random(13);
  const GroupBytes B = random.Some<kGroupBytes>();
  const Block u = random.Some<32>(), x = random.Some<32>();
  const auto a = random.Some(36);
  GroupBytes S = B;
  ClientPremaster(TestFixture::Table(), {.B = S, .k = kK, .u = u, .x = x}, a, S);
  EXPECT_EQ(S, TestFixture::PremasterOf(B, kK, u, x, a));
  GroupBytes power = B;
  TypeParam arithmetic;
  Pow(arithmetic, power, a, power);
  EXPECT_EQ(power, TestFixture::PowOf(B, a));
}

}  // namespace
}  // namespace fmid::srp
