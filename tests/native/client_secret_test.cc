// App clients with a secret: SECRET_HASH beside every USERNAME, and the secret itself where Cognito wants that.
#include <gtest/gtest.h>

#include "conversation.h"
#include "fmid/token_flows.h"
#include "memory_watch.h"

namespace fmid {
namespace {

using test::Conversation;
using test::ExpectCode;
using test::Json;

constexpr std::string_view kSecret = "client_secret+canary";

UserPool Pool() { return *UserPool::Create("us-west-2_NqkuZcXQY", "abc+client", "", SecretBytes(kSecret)); }

// printf '%s' "$USERNAME"'abc+client' | openssl dgst -sha256 -hmac 'client_secret+canary' -binary | base64
constexpr std::string_view kHashOfName = "OhKS0RvqYx99SD8NGvMdXSO/ajqgbGg1ZOOkWY4L1hw=";
constexpr std::string_view kHashOfUserId = "nkTGkbTjus+x9vBpVlCI/Pc5+75NUsAL6Bw3KzcaQ2k=";

TEST(ClientSecretTest, EachStepOfASignInHasTheHashOfTheNameItSends) {
  Conversation talk;
  talk.Open(SignIn(Pool(), test::kUsername, SecretBytes(test::kPassword), talk.random, test::Precomputed()));
  talk.Start();
  EXPECT_EQ(talk.SentBody()["AuthParameters"]["SECRET_HASH"], kHashOfName);
  talk.Receive(test::PasswordVerifier());
  EXPECT_EQ(talk.SentBody()["ChallengeResponses"]["SECRET_HASH"], kHashOfUserId);
  talk.Receive(test::AskFor("SMS_MFA", "session-1"));
  talk.SayCode("123456");
  EXPECT_EQ(talk.SentBody()["ChallengeResponses"]["SECRET_HASH"], kHashOfUserId);
  EXPECT_EQ(talk.SentBody().dump().find(kSecret), std::string::npos);
}

TEST(ClientSecretTest, ARefreshAndARevocationSendTheSecret) {
  Conversation talk;
  talk.Open(Refresh(Pool(), SecretBytes("refresh"), "", talk.random));
  talk.Start();
  EXPECT_EQ(talk.SentBody(), (Json{{"RefreshToken", "refresh"}, {"ClientId", "abc+client"}, {"ClientSecret", kSecret}}));
  Conversation revoke;
  revoke.Open(Revoke(Pool(), SecretBytes("refresh"), revoke.random));
  revoke.Start();
  EXPECT_EQ(revoke.SentBody(), (Json{{"Token", "refresh"}, {"ClientId", "abc+client"}, {"ClientSecret", kSecret}}));
}

TEST(ClientSecretTest, TheOlderWayToRefreshNeedsANameAndIsNotTried) {
  Conversation talk;
  talk.Open(Refresh(Pool(), SecretBytes("refresh"), "", talk.random));
  talk.Start();
  talk.Receive(test::Refusal("UnknownOperationException", ""));
  ExpectCode(ErrorCode::kServiceError, talk.FailedWith());
}

TEST(ClientSecretTest, WhatIsNoSecretIsRefused) {
  for (const std::string_view secret : {"with space", "quote\"", "new\nline", "longer-than-sixty-four-characters-is-none-of-cognitos-secrets-as-documented"}) {
    const auto pool = UserPool::Create("us-west-2_NqkuZcXQY", "client", "", SecretBytes(secret));
    ASSERT_FALSE(pool) << secret;
    ExpectCode(ErrorCode::kPoolInvalid, pool.error().code);
    EXPECT_EQ(pool.error().detail, "clientSecret");
  }
}

TEST(ClientSecretTest, TheSecretIsGoneWhenTheFlowIsOver) {
  const auto sign_in = [](RandomSource& random) {
    return SignIn(Pool(), test::kUsername, SecretBytes(test::kPassword), random, test::Precomputed());
  };
  const auto refresh = [](RandomSource& random) { return Refresh(Pool(), SecretBytes("refresh"), "", random); };
  const auto revoke = [](RandomSource& random) { return Revoke(Pool(), SecretBytes("refresh"), random); };
  const auto expect_gone = [](const auto& open) {
    Conversation talk;
    test::MemoryWatch watch(kSecret);
    talk.Open(open(talk.random));
    talk.Start();
    EXPECT_GE(watch.Held(), 1) << "the watch sees nothing";
    talk.Receive(test::Refusal("ForbiddenException", "no"));
    EXPECT_TRUE(talk.flow->IsFinished());
    EXPECT_EQ(watch.Held(), 0);
    EXPECT_EQ(watch.Freed(), 0);
  };
  expect_gone(sign_in);
  expect_gone(refresh);
  expect_gone(revoke);
}

}  // namespace
}  // namespace fmid
