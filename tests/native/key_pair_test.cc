// a and A, made when they are needed or ahead.
#include <gtest/gtest.h>

#include "conversation.h"
#include "srp/client.h"

namespace fmid::srp {
namespace {

TEST(KeyPairTest, APairMadeAheadIsGivenAwayOnce) {
  test::SeededRandom random;
  Precomputation precomputation;
  for (int slices = 0; !precomputation.Advance(random); ++slices) ASSERT_LT(slices, 100);
  ASSERT_EQ(random.drawn.size(), 1U);
  EXPECT_TRUE(precomputation.Advance(random));  // nothing left to do
  EXPECT_EQ(random.drawn.size(), 1U);

  const auto first = KeyPair::Generate(random, precomputation);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(random.drawn.size(), 1U);
  EXPECT_EQ(first->A(), KeyPair::FromPrivateKey(SecretBytes(first->a()), precomputation)->A());
  EXPECT_EQ(std::vector<std::uint8_t>(first->a().begin(), first->a().end()), random.drawn[0]);

  const auto second = KeyPair::Generate(random, precomputation);
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(random.drawn.size(), 2U);
  EXPECT_NE(first->A(), second->A());
}

TEST(KeyPairTest, WithoutRandomnessNothingIsMadeAheadAndGenerateSaysWhy) {
  test::SeededRandom random;
  Precomputation precomputation;
  random.works = false;
  for (int slices = 0; !precomputation.Advance(random); ++slices) ASSERT_LT(slices, 100);
  const auto pair = KeyPair::Generate(random, precomputation);
  ASSERT_FALSE(pair.has_value());
  test::ExpectCode(ErrorCode::kRandomUnavailable, pair.error().code);
}

}  // namespace
}  // namespace fmid::srp
