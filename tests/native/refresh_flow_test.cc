// New tokens for a refresh token.
#include <gtest/gtest.h>

#include "conversation.h"
#include "fmid/token_flows.h"

namespace fmid {
namespace {

using test::Conversation;
using test::ExpectCode;
using test::Json;
using test::NoAnswer;
using test::Refusal;
using test::TokensReply;

constexpr std::string_view kClient = "4l9rvl4mv5es1eep1qe97cautn";
constexpr std::string_view kToken = "old-refresh-canary";

void Begin(Conversation& talk, std::string_view device_key = {}) {
  talk.Open(Refresh(UserPool::ClarisId(), SecretBytes(kToken), device_key, talk.random));
  talk.Start();
}

Json ReplyWithout(std::string_view member) {
  Json reply = TokensReply();
  reply["AuthenticationResult"].erase(std::string(member));
  return reply;
}

TEST(RefreshFlowTest, ItAsksTheNewerWayFirst) {
  Conversation talk;
  Begin(talk);
  EXPECT_EQ(talk.SentOperation(), "GetTokensFromRefreshToken");
  EXPECT_EQ(talk.SentBody(), (Json{{"RefreshToken", kToken}, {"ClientId", kClient}}));
  Conversation device;
  Begin(device, "us-west-2_device");
  EXPECT_EQ(device.SentBody(), (Json{{"RefreshToken", kToken}, {"ClientId", kClient}, {"DeviceKey", "us-west-2_device"}}));
}

TEST(RefreshFlowTest, ASuccessorReplacesTheTokenAndNoneKeepsIt) {
  Conversation rotated;
  Begin(rotated);
  rotated.Receive(test::WithHeader(test::Reply(TokensReply()), "Date", "Tue, 05 Sep 2023 07:08:19 GMT"));
  EXPECT_EQ(rotated.GivenTokens().refresh_token.RevealText(), "refresh-canary");
  EXPECT_EQ(rotated.GivenTokens().id_token.RevealText(), "id-canary");
  EXPECT_EQ(rotated.GivenTokens().clock_offset_ms, 10'000);
  EXPECT_EQ(rotated.GivenTokens().began_at, test::kNow);
  EXPECT_TRUE(rotated.flow->IsFinished());

  Conversation kept;
  Begin(kept);
  kept.Receive(ReplyWithout("RefreshToken"));
  EXPECT_EQ(kept.GivenTokens().refresh_token.RevealText(), kToken);
}

TEST(RefreshFlowTest, ATokensLifeBeginsAsItIsAskedFor) {
  // The answer lay unread for an hour: the machine slept. Its Date is between the two, so the clock is right.
  HttpResponse response = test::WithHeader(test::Reply(TokensReply()), "Date", "Tue, 05 Sep 2023 07:08:10 GMT");
  response.sent_at = test::kNow;
  Conversation talk;
  Begin(talk);
  talk.now = test::kNow + 3'600'000;
  talk.Receive(response);
  EXPECT_EQ(talk.GivenTokens().began_at, test::kNow);
  EXPECT_EQ(talk.GivenTokens().clock_offset_ms, 0);
}

TEST(RefreshFlowTest, APoolThatDoesNotKnowTheNewerWayIsAskedTheOlderOnce) {
  const auto not_offered = [] {
    std::vector<HttpResponse> list;
    list.push_back(Refusal("UnknownOperationException", ""));
    list.push_back(Refusal("InvalidAction", "The action GetTokensFromRefreshToken is not valid for this endpoint."));
    list.push_back(Refusal("UnsupportedOperationException", ""));
    list.push_back(Refusal("FeatureUnavailableInTierException", ""));
    list.push_back(Refusal("OperationNotEnabledException", ""));
    return list;
  };
  for (const HttpResponse& no : not_offered()) {
    Conversation talk;
    Begin(talk, "us-west-2_device");
    talk.Receive(no);
    EXPECT_EQ(talk.SentOperation(), "InitiateAuth");
    EXPECT_EQ(talk.SentBody(), (Json{{"AuthFlow", "REFRESH_TOKEN_AUTH"},
                                     {"ClientId", kClient},
                                     {"AuthParameters", {{"REFRESH_TOKEN", kToken}, {"DEVICE_KEY", "us-west-2_device"}}}}));
    talk.Receive(ReplyWithout("RefreshToken"));
    EXPECT_EQ(talk.GivenTokens().refresh_token.RevealText(), kToken);

    Conversation refused;
    Begin(refused);
    refused.Receive(no);
    EXPECT_EQ(refused.SentBody()["AuthParameters"], (Json{{"REFRESH_TOKEN", kToken}}));
    refused.Receive(no);  // it has no third way
    EXPECT_TRUE(refused.flow->IsFinished());
    EXPECT_FALSE(refused.step.has_value());
  }
}

// As services and emulators answer an operation that they do not have.
std::vector<HttpResponse> NotInSoManyWords() {
  std::vector<HttpResponse> list;
  list.push_back(Refusal("UnrecognizedClientException", "Unknown target"));
  list.push_back(Refusal("NotImplementedError", "GetTokensFromRefreshToken"));
  list.push_back(test::Reply({{"code", "unsupported"}, {"message", "not supported"}}, 400));
  list.push_back(test::Reply({{"message", "Not Found"}}, 404));
  list.push_back(test::RawReply("<html>Not Found</html>", 404));
  list.push_back(test::RawReply("", 405));
  list.push_back(test::RawReply("unknown operation", 400));
  list.push_back(Refusal("InternalFailure", "API action 'GetTokensFromRefreshToken' not yet implemented", 501));
  return list;
}

TEST(RefreshFlowTest, AServiceThatDoesNotKnowTheNewerWaySaysSoInManyForms) {
  for (const HttpResponse& no : NotInSoManyWords()) {
    SCOPED_TRACE(no.body.RevealText());
    Conversation talk;
    Begin(talk);
    talk.Receive(no);
    EXPECT_EQ(talk.SentBody()["AuthFlow"], "REFRESH_TOKEN_AUTH");
    talk.Receive(ReplyWithout("RefreshToken"));
    EXPECT_TRUE(talk.IsDone());

    Conversation gone;
    Begin(gone);
    gone.Receive(no);
    for (int attempt = 0; attempt < 3; ++attempt) {
      gone.Receive(NoAnswer());
      if (gone.IsWaiting()) gone.WaitOver();
    }
    ExpectCode(ErrorCode::kNetworkFailed, gone.FailedWith());
  }
}

TEST(RefreshFlowTest, APoolThatRotatesAndRefusesTheOlderWayIsQuotedWithItsFirstWord) {
  for (const HttpResponse& no : NotInSoManyWords()) {
    SCOPED_TRACE(no.body.RevealText());
    Conversation talk;
    Begin(talk);
    talk.Receive(no);
    talk.Receive(Refusal("NotAuthorizedException", "Invalid Refresh Token."));
    EXPECT_EQ(talk.Failed().http_status, no.status);
    EXPECT_NE(CodeText(talk.FailedWith()), "refresh_token_invalid");
  }
  // Where the operation is unknown beyond doubt, what REFRESH_TOKEN_AUTH says is about the token.
  Conversation talk;
  Begin(talk);
  talk.Receive(Refusal("UnknownOperationException", ""));
  talk.Receive(Refusal("NotAuthorizedException", "Refresh Token has been revoked"));
  ExpectCode(ErrorCode::kRefreshTokenRevoked, talk.FailedWith());
}

TEST(RefreshFlowTest, WhatIsAboutTheTokenOrTheServiceIsNoReasonForTheOlderWay) {
  const auto refusals = [] {
    std::vector<HttpResponse> list;
    list.push_back(Refusal("NotAuthorizedException", "no"));
    list.push_back(Refusal("ResourceNotFoundException", "User pool client x does not exist.", 404));
    list.push_back(Refusal("InvalidParameterException", "no"));
    list.push_back(Refusal("RefreshTokenReuseException", ""));
    list.push_back(Refusal("ForbiddenException", "", 403));
    list.push_back(test::RawReply("<html>sign in to this network</html>", 403));
    return list;
  };
  for (const HttpResponse& no : refusals()) {
    Conversation talk;
    Begin(talk);
    talk.Receive(no);
    EXPECT_TRUE(talk.flow->IsFinished()) << no.body.RevealText();
  }
}

TEST(RefreshFlowTest, ANoAboutTheTokenIsFinal) {
  const std::pair<std::string_view, ErrorCode> kMessages[] = {{"Invalid Refresh Token.", ErrorCode::kRefreshTokenInvalid},
                                                              {"Refresh Token has expired", ErrorCode::kRefreshTokenExpired},
                                                              {"Refresh Token has been revoked", ErrorCode::kRefreshTokenRevoked}};
  for (const auto& [message, code] : kMessages) {
    Conversation talk;
    Begin(talk);
    talk.Receive(Refusal("NotAuthorizedException", message));
    ExpectCode(code, talk.FailedWith());
    EXPECT_TRUE(talk.flow->IsFinished());
  }
  Conversation reused;
  Begin(reused);
  reused.Receive(Refusal("RefreshTokenReuseException", ""));
  ExpectCode(ErrorCode::kRefreshTokenReused, reused.FailedWith());
}

TEST(RefreshFlowTest, ANetworkFailureIsTriedAgainAndIsNoNo) {
  Conversation talk;
  Begin(talk);
  const std::string body(talk.Sent().body.RevealText());
  for (int attempt = 0; attempt < 2; ++attempt) {
    talk.Receive(NoAnswer());
    EXPECT_TRUE(talk.IsWaiting());
    talk.WaitOver();
    EXPECT_EQ(talk.Sent().body.RevealText(), body);
  }
  talk.Receive(NoAnswer());
  ExpectCode(ErrorCode::kNetworkFailed, talk.FailedWith());
  EXPECT_EQ(KindOf(talk.FailedWith()), ErrorKind::kTransport);

  Conversation older;
  Begin(older);
  older.Receive(NoAnswer());
  older.WaitOver();
  older.Receive(Refusal("UnknownOperationException", ""));
  older.Receive(NoAnswer());  // the older way has its own attempts
  older.WaitOver();
  older.Receive(NoAnswer());
  older.WaitOver();
  EXPECT_EQ(older.SentOperation(), "InitiateAuth");
}

TEST(RefreshFlowTest, AnAnswerThatLacksATokenNamesIt) {
  for (const std::string_view member : {"AccessToken", "IdToken", "ExpiresIn"}) {
    Conversation talk;
    Begin(talk);
    talk.Receive(ReplyWithout(member));
    ExpectCode(ErrorCode::kResponseMalformed, talk.FailedWith());
    EXPECT_EQ(talk.Failed().detail, "AuthenticationResult." + std::string(member));
  }
  for (const Json& seconds : {Json(0), Json(-1), Json("3600"), Json(3600.5), Json(nullptr), Json(1e300)}) {
    Json reply = TokensReply();
    reply["AuthenticationResult"]["ExpiresIn"] = seconds;
    Conversation talk;
    Begin(talk);
    talk.Receive(reply);
    ExpectCode(ErrorCode::kResponseMalformed, talk.FailedWith());
  }
}

TEST(RefreshFlowTest, WhatCannotBeATokenIsRefusedBeforeAnythingIsSent) {
  test::SeededRandom random;
  const UserPool pool = UserPool::ClarisId();
  const auto code = [](const Result<std::unique_ptr<Flow>>& flow) { return flow ? ErrorCode::kInternal : flow.error().code; };
  ExpectCode(ErrorCode::kRefreshTokenRequired, code(Refresh(pool, {}, "", random)));
  for (const std::string_view bad : {"two words", "line\n", "\xFF\xFE", "größer"}) {
    ExpectCode(ErrorCode::kTokenMalformed, code(Refresh(pool, SecretBytes(bad), "", random)));
    ExpectCode(ErrorCode::kTokenMalformed, code(Revoke(pool, SecretBytes(bad), random)));
    ExpectCode(ErrorCode::kTokenMalformed, code(GlobalSignOut(pool, SecretBytes(bad), random)));
    ExpectCode(ErrorCode::kOptionInvalid, code(Refresh(pool, SecretBytes(kToken), bad, random)));
  }
}

}  // namespace
}  // namespace fmid
