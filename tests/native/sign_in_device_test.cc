// Remembered devices in a sign-in: how a new one is confirmed, how it proves itself, and how it is forgotten.
#include <gtest/gtest.h>

#include "bytes/base64.h"
#include "conversation.h"
#include "fmid/sign_in.h"
#include "srp/client.h"

namespace fmid {
namespace {

using test::AskFor;
using test::BeginDeviceProof;
using test::BeginDeviceVerifying;
using test::BeginRemembering;
using test::BeginWithDevice;
using test::Conversation;
using test::ExpectCode;
using test::Json;
using test::kDeviceGroupKey;
using test::kDeviceKey;
using test::kDevicePassword;
using test::kUserId;
using test::NoAnswer;
using test::Refusal;

constexpr std::string_view kNoDevice = "Device does not exist.";
constexpr std::string_view kTimestamp = "Tue Sep 5 07:08:09 UTC 2023";

Bytes Drawn(const Conversation& talk, std::size_t index) { return talk.random.drawn.at(index); }

void ExpectGivenDevice(const Tokens& tokens) {
  EXPECT_EQ(tokens.device.key, kDeviceKey);
  EXPECT_EQ(tokens.device.group_key, kDeviceGroupKey);
  EXPECT_EQ(tokens.device.password.RevealText(), kDevicePassword);
}

// The sign-in from its first request, and no word of the device from there on.
void ExpectBegunWithoutDevice(Conversation& talk) {
  EXPECT_EQ(talk.SentOperation(), "InitiateAuth");
  EXPECT_FALSE(talk.SentBody()["AuthParameters"].contains("DEVICE_KEY"));
  EXPECT_NE(talk.random.drawn.end()[-1], talk.random.drawn.end()[-2]);
  talk.Receive(test::PasswordVerifier());
  EXPECT_FALSE(talk.SentBody()["ChallengeResponses"].contains("DEVICE_KEY"));
  EXPECT_FALSE(talk.SentBody().contains("Session"));
}

TEST(SignInDeviceTest, ANewDeviceIsConfirmedWithAPasswordOfItsOwn) {
  Conversation talk;
  BeginRemembering(talk);
  ASSERT_EQ(talk.random.drawn.size(), 2U);  // a, then 40 bytes for the password and 16 of salt
  ASSERT_EQ(Drawn(talk, 1).size(), 56U);
  const std::string password = EncodeBase64(Drawn(talk, 1).first(40));
  const srp::Verifier verifier = srp::MakeVerifier({"-new-group", "us-west-2_new-device", AsBytes(password)}, Drawn(talk, 1).subspan(40), test::Precomputed());
  EXPECT_EQ(talk.SentBody(), (Json{{"AccessToken", "access-canary"},
                                   {"DeviceKey", "us-west-2_new-device"},
                                   {"DeviceSecretVerifierConfig",
                                    {{"PasswordVerifier", verifier.password_verifier}, {"Salt", verifier.salt}}}}));
  EXPECT_FALSE(talk.flow->IsFinished());
  talk.Receive({{"UserConfirmationNecessary", false}});
  EXPECT_EQ(talk.GivenTokens().access_token.RevealText(), "access-canary");
  EXPECT_EQ(talk.GivenTokens().device.key, "us-west-2_new-device");
  EXPECT_EQ(talk.GivenTokens().device.group_key, "-new-group");
  EXPECT_EQ(talk.GivenTokens().device.password.RevealText(), password);
  EXPECT_TRUE(talk.flow->IsFinished());
}

TEST(SignInDeviceTest, ThePersonIsSignedInWhateverConfirmDeviceSays) {
  const auto failures = [] {
    std::vector<HttpResponse> list;
    list.push_back(Refusal("NotAuthorizedException", "Access Token has been revoked"));
    list.push_back(Refusal("InvalidParameterException", "Invalid device key given."));
    list.push_back(test::RawReply("<html>"));
    list.push_back(NoAnswer(TransportFailure::kTimeout));
    list.push_back(NoAnswer(TransportFailure::kOffline));
    return list;
  };
  for (const HttpResponse& failure : failures()) {
    Conversation talk;
    BeginRemembering(talk);
    talk.Receive(failure);
    EXPECT_EQ(talk.GivenTokens().id_token.RevealText(), "id-canary");
    // It may have been confirmed all the same; if not, the next sign-in forgets it.
    EXPECT_EQ(talk.GivenTokens().device.key, "us-west-2_new-device");
    EXPECT_FALSE(talk.GivenTokens().device.password.empty());
  }
  Conversation talk;
  BeginRemembering(talk);
  const std::string body(talk.Sent().body.RevealText());
  for (int attempt = 1; attempt <= 2; ++attempt) {
    talk.Receive(NoAnswer());
    EXPECT_TRUE(talk.IsWaiting());
    talk.WaitOver();
    EXPECT_EQ(talk.Sent().body.RevealText(), body);
  }
  talk.Receive(NoAnswer());
  EXPECT_EQ(talk.GivenTokens().refresh_token.RevealText(), "refresh-canary");
}

TEST(SignInDeviceTest, WithoutRandomnessANewDeviceIsNotKept) {
  Conversation talk;
  test::BeginVerifying(talk);
  talk.random.works = false;
  talk.Receive(test::NewDeviceReply());
  EXPECT_EQ(talk.GivenTokens().id_token.RevealText(), "id-canary");
  EXPECT_EQ(talk.GivenTokens().device.key, "");
}

TEST(SignInDeviceTest, HalfADeviceFromTheServerIsNone) {
  for (const std::string_view member : {"DeviceKey", "DeviceGroupKey"}) {
    Conversation talk;
    test::BeginVerifying(talk);
    Json reply = test::NewDeviceReply();
    reply["AuthenticationResult"]["NewDeviceMetadata"].erase(std::string(member));
    talk.Receive(reply);
    EXPECT_EQ(talk.GivenTokens().device.key, "");
    EXPECT_EQ(talk.GivenTokens().device.group_key, "");
  }
}

TEST(SignInDeviceTest, ItsKeyGoesWithTheNameTheProofAndACode) {
  Conversation talk;
  talk.Open(SignIn(UserPool::ClarisId(), test::kUsername, SecretBytes(test::kPassword), talk.random, test::Precomputed(),
                   {.key = "k", .group_key = "g", .password = SecretBytes(std::string_view("p"))}));
  talk.Start();
  EXPECT_EQ(talk.SentBody()["AuthParameters"]["DEVICE_KEY"], "k");
  talk.Receive(test::PasswordVerifier());
  EXPECT_EQ(talk.SentBody()["ChallengeResponses"]["DEVICE_KEY"], "k");
  talk.Receive(AskFor("SMS_MFA", "s"));
  talk.SayCode("123456");
  EXPECT_EQ(talk.SentBody()["ChallengeResponses"], (Json{{"USERNAME", kUserId}, {"SMS_MFA_CODE", "123456"}, {"DEVICE_KEY", "k"}}));
  talk.Receive(test::TokensReply());
  EXPECT_EQ(talk.GivenTokens().device.key, "k");  // no new one: this one stays
}

TEST(SignInDeviceTest, ItProvesItselfByTheSameFormulaUnderOtherNames) {
  Conversation talk;
  BeginDeviceProof(talk);
  ASSERT_EQ(talk.random.drawn.size(), 2U);
  const auto key_pair = srp::KeyPair::FromPrivateKey(SecretBytes(Drawn(talk, 1)), test::Precomputed());
  EXPECT_EQ(talk.SentBody()["Session"], "session-1");
  EXPECT_EQ(talk.SentBody()["ChallengeResponses"],
            (Json{{"USERNAME", kUserId}, {"DEVICE_KEY", kDeviceKey}, {"SRP_A", key_pair->PublicHex()}}));

  talk.Receive(test::DevicePasswordVerifier());
  const auto claim = srp::PasswordClaim(*key_pair, {test::kSalt, test::kB, test::kSecretBlock},
                                        {kDeviceGroupKey, kDeviceKey, AsBytes(kDevicePassword)}, kTimestamp, test::Precomputed());
  EXPECT_EQ(talk.SentBody()["ChallengeName"], "DEVICE_PASSWORD_VERIFIER");
  EXPECT_EQ(talk.SentBody()["Session"], "session-2");
  EXPECT_EQ(talk.SentBody()["ChallengeResponses"], (Json{{"USERNAME", kUserId},
                                                         {"DEVICE_KEY", kDeviceKey},
                                                         {"PASSWORD_CLAIM_SECRET_BLOCK", test::kSecretBlock},
                                                         {"PASSWORD_CLAIM_SIGNATURE", *claim},
                                                         {"TIMESTAMP", kTimestamp}}));
  talk.Receive(test::TokensReply());
  ExpectGivenDevice(talk.GivenTokens());
}

TEST(SignInDeviceTest, ItMayBeAskedForAfterACodeAndACodeAfterIt) {
  Conversation talk;
  BeginWithDevice(talk);
  talk.Receive(AskFor("SMS_MFA", "s1"));
  talk.SayCode("123456");
  talk.Receive(AskFor("DEVICE_SRP_AUTH", "s2"));
  EXPECT_EQ(talk.SentBody()["Session"], "s2");
  talk.Receive(test::DevicePasswordVerifier());
  talk.Receive(AskFor("NEW_PASSWORD_REQUIRED", "s3"));
  EXPECT_EQ(talk.Asked().kind, ChallengeKind::kNewPasswordRequired);
}

TEST(SignInDeviceTest, ANewDeviceTakesThePlaceOfTheOneThatWasGiven) {
  Conversation talk;
  BeginDeviceVerifying(talk);
  talk.Receive(test::NewDeviceReply());
  EXPECT_EQ(talk.SentOperation(), "ConfirmDevice");
  talk.Receive(Json::object());
  EXPECT_EQ(talk.GivenTokens().device.key, "us-west-2_new-device");
}

TEST(SignInDeviceTest, ADeviceThatIsGoneIsForgottenAndNobodyIsBothered) {
  Conversation talk;
  BeginWithDevice(talk);
  talk.Receive(Refusal("ResourceNotFoundException", kNoDevice));
  ExpectBegunWithoutDevice(talk);
  talk.Receive(AskFor("SMS_MFA", "s"));
  EXPECT_FALSE(talk.Asked().restarted);
  EXPECT_FALSE(talk.Asked().previous_error.has_value());
  talk.SayCode("123456");
  EXPECT_FALSE(talk.SentBody()["ChallengeResponses"].contains("DEVICE_KEY"));
  talk.Receive(test::TokensReply());
  EXPECT_EQ(talk.GivenTokens().device.key, "");
  EXPECT_TRUE(talk.GivenTokens().device.password.empty());
}

TEST(SignInDeviceTest, ADeviceThatIsNotBelievedIsForgotten) {
  const std::pair<std::string_view, std::string_view> kRefusals[] = {
      {"ResourceNotFoundException", kNoDevice},
      {"NotAuthorizedException", "Incorrect username or password."},
      {"NotAuthorizedException", "something new"},
      {"NotAuthorizedException", "Invalid session for the user, session can only be used once."},
      {"InvalidParameterException", "no such device key"}};
  for (const auto& [exception, message] : kRefusals) {
    for (void (*begin)(Conversation&) : {BeginDeviceProof, BeginDeviceVerifying}) {
      Conversation talk;
      begin(talk);
      talk.Receive(Refusal(exception, message));
      ExpectBegunWithoutDevice(talk);
      talk.Receive(test::NewDeviceReply());
      talk.Receive(Json::object());
      EXPECT_EQ(talk.GivenTokens().device.key, "us-west-2_new-device");
    }
  }
}

TEST(SignInDeviceTest, ItIsForgottenOnce) {
  for (void (*begin)(Conversation&) : {BeginWithDevice, BeginDeviceVerifying}) {
    Conversation talk;
    begin(talk);
    talk.Receive(Refusal("ResourceNotFoundException", kNoDevice));
    ExpectBegunWithoutDevice(talk);
    talk.Receive(Refusal("ResourceNotFoundException", kNoDevice));
    ExpectCode(ErrorCode::kPoolNotFound, talk.FailedWith());
  }
}

TEST(SignInDeviceTest, OtherRefusalsAreReportedAndTheDeviceIsNotToBlame) {
  for (void (*begin)(Conversation&) : {BeginWithDevice, BeginDeviceProof, BeginDeviceVerifying}) {
    Conversation talk;
    begin(talk);
    talk.Receive(Refusal("NotAuthorizedException", "User is disabled."));
    ExpectCode(ErrorCode::kUserDisabled, talk.FailedWith());
  }
  Conversation wrong_password;
  BeginWithDevice(wrong_password);
  wrong_password.Receive(Refusal("NotAuthorizedException", "Incorrect username or password."));
  ExpectCode(ErrorCode::kWrongCredentials, wrong_password.FailedWith());
  Conversation no_pool;
  test::BeginVerifying(no_pool);
  no_pool.Receive(Refusal("ResourceNotFoundException", kNoDevice));
  ExpectCode(ErrorCode::kPoolNotFound, no_pool.FailedWith());
}

TEST(SignInDeviceTest, ALostAnswerBeginsAnewWithTheDeviceTwiceAndThenIsReported) {
  for (const bool at_first : {true, false}) {
    Conversation talk;
    BeginWithDevice(talk);
    for (int lost = 0; lost <= 2; ++lost) {
      talk.Receive(AskFor("DEVICE_SRP_AUTH", "session-1"));
      if (!at_first) talk.Receive(test::DevicePasswordVerifier());
      talk.Receive(NoAnswer());
      if (lost == 2) break;
      EXPECT_TRUE(talk.IsWaiting());
      talk.WaitOver();
      EXPECT_EQ(talk.SentBody()["AuthParameters"]["DEVICE_KEY"], kDeviceKey);
      talk.Receive(test::PasswordVerifier());
    }
    ExpectCode(ErrorCode::kNetworkFailed, talk.FailedWith());
  }
}

TEST(SignInDeviceTest, AServerThatAsksForItAgainAndAgainIsNotAnsweredForEver) {
  Conversation talk;
  BeginDeviceVerifying(talk);
  talk.Receive(AskFor("DEVICE_SRP_AUTH", "s"));
  ExpectCode(ErrorCode::kChallengeUnsupported, talk.FailedWith());
  EXPECT_EQ(talk.Failed().detail, "DEVICE_SRP_AUTH");
}

TEST(SignInDeviceTest, ADevicesChallengeLacksNothing) {
  for (const std::string_view field : {"SALT", "SRP_B", "SECRET_BLOCK"}) {
    Conversation talk;
    BeginDeviceProof(talk);
    Json reply = test::DevicePasswordVerifier();
    reply["ChallengeParameters"].erase(std::string(field));
    talk.Receive(reply);
    ExpectCode(ErrorCode::kResponseMalformed, talk.FailedWith());
    EXPECT_EQ(talk.Failed().detail, field);
  }
  Conversation other;
  BeginDeviceProof(other);
  other.Receive(test::PasswordVerifier());
  ExpectCode(ErrorCode::kChallengeUnsupported, other.FailedWith());
}

TEST(SignInDeviceTest, HalfADeviceIsTheCallersMistake) {
  const auto code = [](std::string_view key, std::string_view group_key, std::string_view password) {
    test::SeededRandom random;
    const auto flow = SignIn(UserPool::ClarisId(), "u", SecretBytes(std::string_view("p")), random, test::Precomputed(),
                             {std::string(key), std::string(group_key), SecretBytes(password)});
    return flow ? ErrorCode::kInternal : flow.error().code;
  };
  ExpectCode(ErrorCode::kInternal, code("", "", ""));
  ExpectCode(ErrorCode::kInternal, code("k", "g", "p"));
  ExpectCode(ErrorCode::kOptionInvalid, code("k", "", ""));
  ExpectCode(ErrorCode::kOptionInvalid, code("k", "g", ""));
  ExpectCode(ErrorCode::kOptionInvalid, code("", "g", "p"));
  ExpectCode(ErrorCode::kOptionInvalid, code("k", "", "p"));
  ExpectCode(ErrorCode::kOptionInvalid, code("k k", "g", "p"));
  ExpectCode(ErrorCode::kOptionInvalid, code("k", "g\n", "p"));
  ExpectCode(ErrorCode::kOptionInvalid, code("k", "g", "p\xFF"));
}

}  // namespace
}  // namespace fmid
