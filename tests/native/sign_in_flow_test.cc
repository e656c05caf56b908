// A sign-in that goes well: what is sent, what is asked, what comes out. sign_in_faults_test.cc has the rest.
#include "fmid/sign_in.h"

#include <gtest/gtest.h>

#include "bytes/base64.h"
#include "conversation.h"
#include "oracle.h"
#include "srp/client.h"
#include "srp/pad.h"

namespace fmid {
namespace {

using test::AskFor;
using test::BeginAsking;
using test::BeginSetup;
using test::BeginSignIn;
using test::BeginVerifying;
using test::Conversation;
using test::Json;
using test::kNow;
using test::kPassword;
using test::kUserId;
using test::kUsername;
using test::Reply;

constexpr std::string_view kClient = "4l9rvl4mv5es1eep1qe97cautn";

// The members of every RespondToAuthChallenge; `session` may be empty.
Json Response(std::string_view challenge, std::string_view session, Json responses) {
  Json body = {{"ChallengeName", challenge}, {"ClientId", kClient}, {"ChallengeResponses", std::move(responses)}};
  body["ChallengeResponses"]["USERNAME"] = kUserId;
  if (!session.empty()) body["Session"] = session;
  return body;
}

TEST(SignInFlowTest, ItBeginsWithTheNameAsTypedAndA) {
  Conversation talk;
  BeginSignIn(talk);
  const HttpRequest& request = talk.Sent();
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "https://cognito-idp.us-west-2.amazonaws.com/");
  ASSERT_EQ(request.headers.size(), 3U);
  EXPECT_EQ(request.headers[0].name, "Content-Type");
  EXPECT_EQ(request.headers[0].value.RevealText(), "application/x-amz-json-1.1");
  EXPECT_EQ(request.headers[1].name, "X-Amz-Target");
  EXPECT_EQ(request.headers[2].name, "Cache-Control");
  EXPECT_EQ(request.headers[2].value.RevealText(), "no-store");

  ASSERT_EQ(talk.random.drawn.size(), 1U);
  EXPECT_EQ(talk.random.drawn[0].size(), srp::kPrivateKeyBytes);
  const auto key_pair = srp::KeyPair::FromPrivateKey(SecretBytes(std::span<const std::uint8_t>(talk.random.drawn[0])), test::Precomputed());
  EXPECT_EQ(talk.SentBody(), (Json{{"AuthFlow", "USER_SRP_AUTH"},
                                   {"ClientId", kClient},
                                   {"AuthParameters", {{"USERNAME", kUsername}, {"SRP_A", key_pair->PublicHex()}}}}));
}

TEST(SignInFlowTest, TheProofIsThatOfTheVectorsFormulaForTheUserIdAndTheServersTime) {
  Conversation talk;
  BeginVerifying(talk);
  const auto key_pair = srp::KeyPair::FromPrivateKey(SecretBytes(std::span<const std::uint8_t>(talk.random.drawn.at(0))), test::Precomputed());
  const auto claim = srp::PasswordClaim(*key_pair, {test::kSalt, test::kB, test::kSecretBlock},
                                        {"NqkuZcXQY", kUserId, AsBytes(kPassword)}, "Tue Sep 5 07:08:09 UTC 2023", test::Precomputed());
  EXPECT_EQ(talk.SentBody(), Response("PASSWORD_VERIFIER", "",
                                      {{"PASSWORD_CLAIM_SECRET_BLOCK", test::kSecretBlock},
                                       {"PASSWORD_CLAIM_SIGNATURE", *claim},
                                       {"TIMESTAMP", "Tue Sep 5 07:08:09 UTC 2023"}}));
}

// RFC 5054's server, whose powers are mbedTLS's, believes the proof.
TEST(SignInFlowTest, AnHonestServerBelievesTheProof) {
  using oracle::Integer;
  const auto number = [](const auto& bytes) { return Integer::FromBytes(bytes); };
  const auto hex = [](const srp::GroupBytes& bytes) {
    std::string text;
    for (const std::uint8_t byte : bytes) text += {"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]};
    return text;
  };
  Conversation talk;
  BeginSignIn(talk);
  const std::string pool = "NqkuZcXQY", user(kUserId);
  const std::vector<std::uint8_t> salt = {0x00, 0xF9, 0x47}, block = {1, 2, 3, 0xFF};
  const Digest x = Sha256({salt, Sha256({AsBytes(pool), AsBytes(user), AsBytes(":"), AsBytes(kPassword)})});
  const Integer v = PowMod(2, number(x));
  const Digest k = Sha256({srp::Pad(srp::kN), std::vector<std::uint8_t>{2}});
  const Integer b = number(Sha256({AsBytes("the server's secret")}));
  const srp::GroupBytes B = ((number(k) * v + PowMod(2, b)) % oracle::Prime()).ToGroupBytes();
  const auto key_pair = srp::KeyPair::FromPrivateKey(SecretBytes(std::span<const std::uint8_t>(talk.random.drawn.at(0))), test::Precomputed());
  const srp::GroupBytes& A = key_pair->A();

  Json verifier = test::PasswordVerifier();
  verifier["ChallengeParameters"]["SALT"] = "f947";
  verifier["ChallengeParameters"]["SRP_B"] = hex(B);
  verifier["ChallengeParameters"]["SECRET_BLOCK"] = EncodeBase64(block);
  talk.Receive(verifier);
  const Json sent = talk.SentBody()["ChallengeResponses"];

  const Digest u = Sha256({srp::Pad(A), srp::Pad(B)});
  const srp::GroupBytes S = PowMod(number(A) * PowMod(v, number(u)) % oracle::Prime(), b).ToGroupBytes();
  std::array<std::uint8_t, 16> K;
  HkdfSha256(srp::Pad(u), srp::Pad(S), "Caldera Derived Key", K);
  const std::string timestamp = sent["TIMESTAMP"];
  EXPECT_EQ(sent["PASSWORD_CLAIM_SIGNATURE"], EncodeBase64(HmacSha256(K, {AsBytes(pool), AsBytes(user), block, AsBytes(timestamp)})));
}

TEST(SignInFlowTest, TheClockIsTheServers) {
  Conversation talk;
  BeginSignIn(talk);
  talk.Receive(test::WithHeader(Reply(test::PasswordVerifier()), "date", "Tue, 05 Sep 2023 07:18:09 GMT"));
  EXPECT_EQ(talk.SentBody()["ChallengeResponses"]["TIMESTAMP"], "Tue Sep 5 07:18:09 UTC 2023");
  talk.Receive(test::TokensReply());
  EXPECT_EQ(talk.GivenTokens().clock_offset_ms, 600'000);
  EXPECT_EQ(talk.GivenTokens().began_at, kNow);
  EXPECT_EQ(talk.GivenTokens().ExpiresAt(), kNow + 3'600'000);
}

TEST(SignInFlowTest, TheTokensComeOut) {
  Conversation talk;
  BeginVerifying(talk);
  talk.Receive(test::TokensReply());
  const Tokens& tokens = talk.GivenTokens();
  EXPECT_EQ(tokens.access_token.RevealText(), "access-canary");
  EXPECT_EQ(tokens.id_token.RevealText(), "id-canary");
  EXPECT_EQ(tokens.refresh_token.RevealText(), "refresh-canary");
  EXPECT_EQ(tokens.device.key, "");
  EXPECT_EQ(tokens.clock_offset_ms, 0);
  EXPECT_TRUE(talk.flow->IsFinished());
}

TEST(SignInFlowTest, ASessionIsPassedOnFromTheFirstReplyAndTheLatestCounts) {
  Conversation talk;
  BeginSignIn(talk);
  Json verifier = test::PasswordVerifier();
  verifier["Session"] = "session-0";
  talk.Receive(verifier);
  EXPECT_EQ(talk.SentBody()["Session"], "session-0");
  talk.Receive(AskFor("SMS_MFA", ""));  // says none: the last one still holds
  talk.SayCode("123456");
  EXPECT_EQ(talk.SentBody()["Session"], "session-0");
  talk.Receive(AskFor("SOFTWARE_TOKEN_MFA", "session-2"));
  talk.SayCode("123456");
  EXPECT_EQ(talk.SentBody()["Session"], "session-2");
}

TEST(SignInFlowTest, ACodeIsSentUnderTheNameOfItsChallenge) {
  const struct {
    std::string_view challenge;
    ChallengeKind kind;
    std::string_view parameter;
  } kCases[] = {{"SMS_MFA", ChallengeKind::kSmsMfa, "SMS_MFA_CODE"},
                {"SOFTWARE_TOKEN_MFA", ChallengeKind::kSoftwareTokenMfa, "SOFTWARE_TOKEN_MFA_CODE"},
                {"EMAIL_OTP", ChallengeKind::kEmailOtp, "EMAIL_OTP_CODE"},
                {"SMS_OTP", ChallengeKind::kSmsOtp, "SMS_OTP_CODE"}};
  for (const auto& c : kCases) {
    Conversation talk;
    BeginVerifying(talk);
    talk.Receive(AskFor(c.challenge, "s", {{"CODE_DELIVERY_DELIVERY_MEDIUM", "EMAIL"},
                                           {"CODE_DELIVERY_DESTINATION", "z***@e***"},
                                           {"FRIENDLY_DEVICE_NAME", "phone"}}));
    EXPECT_EQ(talk.Asked().kind, c.kind);
    EXPECT_EQ(talk.Asked().name, c.challenge);
    EXPECT_EQ(talk.Asked().delivery_medium, "EMAIL");
    EXPECT_EQ(talk.Asked().delivery_destination, "z***@e***");
    EXPECT_EQ(talk.Asked().friendly_device_name, "phone");
    EXPECT_FALSE(talk.Asked().restarted);
    EXPECT_FALSE(talk.Asked().previous_error.has_value());
    talk.SayCode(" 123-456 ");
    EXPECT_EQ(talk.SentBody(), Response(c.challenge, "s", {{c.parameter, "123456"}}));
    talk.Receive(test::TokensReply());
    EXPECT_EQ(talk.GivenTokens().id_token.RevealText(), "id-canary");
  }
}

TEST(SignInFlowTest, AChoiceIsEchoedAsTheServerSpelledItAndTheNextChallengeFollows) {
  Conversation talk;
  BeginVerifying(talk);
  talk.Receive(AskFor("SELECT_MFA_TYPE", "s1", {{"MFAS_CAN_CHOOSE", R"(["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_MFA"])"}}));
  EXPECT_EQ(talk.Asked().kind, ChallengeKind::kSelectMfaType);
  EXPECT_EQ(talk.Asked().choices, (std::vector<std::string>{"SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_MFA"}));
  talk.Say({.choice = "EMAIL_MFA"});
  EXPECT_EQ(talk.SentBody(), Response("SELECT_MFA_TYPE", "s1", {{"ANSWER", "EMAIL_MFA"}}));
  talk.Receive(AskFor("EMAIL_OTP", "s2"));
  EXPECT_TRUE(talk.Asked().choices.empty());
  talk.SayCode("12345678");
  EXPECT_EQ(talk.SentBody(), Response("EMAIL_OTP", "s2", {{"EMAIL_OTP_CODE", "12345678"}}));
  talk.Receive(test::TokensReply());
  EXPECT_TRUE(talk.IsDone());
}

TEST(SignInFlowTest, ANewPasswordGoesWithItsAttributes) {
  Conversation talk;
  BeginVerifying(talk);
  talk.Receive(AskFor("NEW_PASSWORD_REQUIRED", "s",
                      {{"requiredAttributes", R"(["userAttributes.name","phone_number"])"}, {"userAttributes", "{}"}}));
  EXPECT_EQ(talk.Asked().required_attributes, (std::vector<std::string>{"name", "phone_number"}));
  Answer answer;
  answer.new_password = SecretBytes("näw \"password\"");
  answer.attributes = {{"name", "Zoë"}, {"phone_number", "+15550100"}, {"locale", ""}};
  talk.Say(std::move(answer));
  EXPECT_EQ(talk.SentBody(), Response("NEW_PASSWORD_REQUIRED", "s",
                                      {{"NEW_PASSWORD", "näw \"password\""},
                                       {"userAttributes.name", "Zoë"},
                                       {"userAttributes.phone_number", "+15550100"}}));
}

TEST(SignInFlowTest, AnAuthenticatorIsSetUpInThreeRequests) {
  Conversation talk;
  BeginVerifying(talk);
  talk.Receive(AskFor("MFA_SETUP", "s1", {{"MFAS_CAN_SETUP", R"(["SOFTWARE_TOKEN_MFA"])"}}));
  EXPECT_EQ(talk.SentOperation(), "AssociateSoftwareToken");
  EXPECT_EQ(talk.SentBody(), (Json{{"Session", "s1"}}));
  talk.Receive({{"SecretCode", "JBSWY3DPEHPK3PXP"}, {"Session", "s2"}});
  EXPECT_EQ(talk.Asked().kind, ChallengeKind::kMfaSetup);
  EXPECT_EQ(talk.Asked().secret_code.RevealText(), "JBSWY3DPEHPK3PXP");
  EXPECT_EQ(talk.Asked().otpauth_uri.RevealText(),
            "otpauth://totp/Claris%20ID:Zo%C3%AB.canary%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Claris%20ID");
  Answer answer;
  answer.code = SecretBytes("123456");
  answer.device_name = "Zoë's phone";
  talk.Say(std::move(answer));
  EXPECT_EQ(talk.SentOperation(), "VerifySoftwareToken");
  EXPECT_EQ(talk.SentBody(), (Json{{"Session", "s2"}, {"UserCode", "123456"}, {"FriendlyDeviceName", "Zoë's phone"}}));
  talk.Receive({{"Status", "SUCCESS"}, {"Session", "s3"}});
  EXPECT_EQ(talk.SentOperation(), "RespondToAuthChallenge");
  EXPECT_EQ(talk.SentBody(), Response("MFA_SETUP", "s3", Json::object()));
  talk.Receive(test::TokensReply());
  EXPECT_TRUE(talk.IsDone());
}

TEST(SignInFlowTest, AnotherPoolsAuthenticatorIsNamedAfterThePool) {
  Conversation talk;
  const UserPool pool = *UserPool::Create("eu-central-1_AbC", "client", "http://127.0.0.1:9229");
  talk.Open(SignIn(pool, "bob", SecretBytes(kPassword), talk.random, test::Precomputed()));
  talk.Start();
  EXPECT_EQ(talk.Sent().url, "http://127.0.0.1:9229/");
  talk.Receive(test::PasswordVerifier());
  talk.Receive(AskFor("MFA_SETUP", "s1", {{"MFAS_CAN_SETUP", R"(["SOFTWARE_TOKEN_MFA"])"}}));
  talk.Receive({{"SecretCode", "JBSW"}});
  EXPECT_EQ(talk.Asked().otpauth_uri.RevealText(), "otpauth://totp/AbC:bob?secret=JBSW&issuer=AbC");
  talk.SayCode("123456");
  EXPECT_EQ(talk.SentBody(), (Json{{"Session", "s1"}, {"UserCode", "123456"}}));  // no name, no new session
}

TEST(SignInFlowTest, WhatIsTypedIsCheckedBeforeAnythingIsMade) {
  test::SeededRandom random;
  const auto code = [&](std::string_view username, std::string_view password) {
    const auto flow = SignIn(UserPool::ClarisId(), username, SecretBytes(password), random, test::Precomputed());
    return flow ? ErrorCode::kInternal : flow.error().code;
  };
  test::ExpectCode(ErrorCode::kUsernameRequired, code("", "p"));
  test::ExpectCode(ErrorCode::kUsernameRequired, code(std::string(513, 'a'), "p"));
  test::ExpectCode(ErrorCode::kPasswordRequired, code("u", ""));
  test::ExpectCode(ErrorCode::kPasswordRequired, code("u", std::string(1025, 'a')));
  test::ExpectCode(ErrorCode::kTextNotUtf8, code("u\xFF", "p"));
  test::ExpectCode(ErrorCode::kTextNotUtf8, code("u", "p\xC3"));
  EXPECT_TRUE(random.drawn.empty());
}

}  // namespace
}  // namespace fmid
