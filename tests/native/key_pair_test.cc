// a and A, made when they are needed or ahead.
#include <gtest/gtest.h>

#include "conversation.h"
#include "srp/client.h"

namespace fmid::srp {
namespace {

TEST(KeyPairTest, APairMadeAheadIsGivenAwayOnce) {
  test::SeededRandom random;
  for (int slices = 0; !KeyPair::MakeAhead(random); ++slices) ASSERT_LT(slices, 100);
  ASSERT_EQ(random.drawn.size(), 1U);
  EXPECT_TRUE(KeyPair::MakeAhead(random));  // nothing left to do
  EXPECT_EQ(random.drawn.size(), 1U);

  const auto first = KeyPair::Generate(random);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(random.drawn.size(), 1U);
  EXPECT_EQ(first->A(), KeyPair::FromPrivateKey(SecretBytes(first->a()))->A());
  EXPECT_EQ(std::vector<std::uint8_t>(first->a().begin(), first->a().end()), random.drawn[0]);

  const auto second = KeyPair::Generate(random);
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(random.drawn.size(), 2U);
  EXPECT_NE(first->A(), second->A());
}

TEST(KeyPairTest, WithoutRandomnessNothingIsMadeAheadAndGenerateSaysWhy) {
  test::SeededRandom random;
  random.works = false;
  for (int slices = 0; !KeyPair::MakeAhead(random); ++slices) ASSERT_LT(slices, 100);
  const auto pair = KeyPair::Generate(random);
  ASSERT_FALSE(pair.has_value());
  test::ExpectCode(ErrorCode::kRandomUnavailable, pair.error().code);
}

}  // namespace
}  // namespace fmid::srp
