// Revoking, signing out everywhere, and Claris's discovery address.
#include "fmid/token_flows.h"

#include <gtest/gtest.h>

#include "conversation.h"

namespace fmid {
namespace {

using test::Conversation;
using test::ExpectCode;
using test::Json;
using test::NoAnswer;
using test::RawReply;
using test::Refusal;

// [V] help.claris.com
constexpr std::string_view kDiscovery =
    R"({"errcode":"Ok","errmessage":null,"data":{"Region":"us-west-2","UserPool_ID":"us-west-2_NqkuZcXQY","Client_ID":)"
    R"("4l9rvl4mv5es1eep1qe97cautn","API_Host":"api-cp-global.ifmcloud.com/2-2","FCC_Host":"console.claris.com"},"csrid":null})";

void BeginRevoke(Conversation& talk) {
  talk.Open(Revoke(UserPool::ClarisId(), SecretBytes("refresh-canary"), talk.random));
  talk.Start();
}

void BeginSignOut(Conversation& talk) {
  talk.Open(GlobalSignOut(UserPool::ClarisId(), SecretBytes("access-canary"), talk.random));
  talk.Start();
}

void BeginDiscovery(Conversation& talk) {
  talk.Open(Discover("", talk.random));
  talk.Start();
}

bool EndsInNothing(const Conversation& talk) {
  return talk.IsDone() && std::holds_alternative<Nothing>(*std::get<Done>(*talk.step).outcome) && talk.flow->IsFinished();
}

TEST(TokenFlowsTest, ARevokedTokenIsNamedWithItsClient) {
  Conversation talk;
  BeginRevoke(talk);
  EXPECT_EQ(talk.SentOperation(), "RevokeToken");
  EXPECT_EQ(talk.SentBody(), (Json{{"Token", "refresh-canary"}, {"ClientId", "4l9rvl4mv5es1eep1qe97cautn"}}));
}

TEST(TokenFlowsTest, SigningOutEverywhereTakesTheAccessToken) {
  Conversation talk;
  BeginSignOut(talk);
  EXPECT_EQ(talk.SentOperation(), "GlobalSignOut");
  EXPECT_EQ(talk.SentBody(), (Json{{"AccessToken", "access-canary"}}));
}

// API reference, RevokeToken and GlobalSignOut: "an HTTP 200 response with an empty HTTP body".
TEST(TokenFlowsTest, AnEmptyBodyIsAYesAsWell) {
  for (void (*begin)(Conversation&) : {BeginRevoke, BeginSignOut}) {
    for (const std::string_view body : {"{}", "", R"({"something":"new"})"}) {
      Conversation talk;
      begin(talk);
      talk.Receive(RawReply(body));
      EXPECT_TRUE(EndsInNothing(talk)) << body;
    }
  }
}

TEST(TokenFlowsTest, AnythingElseIsNoYes) {
  for (void (*begin)(Conversation&) : {BeginRevoke, BeginSignOut}) {
    const std::pair<std::string_view, int> kBodies[] = {
        {"<html>hotel</html>", 200}, {"[]", 200}, {"", 302}, {"", 403}, {"{}", 400}, {R"({"__type":"ForbiddenException"})", 200}};
    for (const auto& [body, status] : kBodies) {
      Conversation talk;
      begin(talk);
      talk.Receive(RawReply(body, status));
      EXPECT_FALSE(talk.step.has_value()) << body << status;
      EXPECT_TRUE(talk.flow->IsFinished());
    }
  }
}

TEST(TokenFlowsTest, RefusalsAreToldApart) {
  const std::pair<std::string_view, ErrorCode> kCases[] = {{"UnsupportedOperationException", ErrorCode::kRevokeUnsupported},
                                                           {"UnsupportedTokenTypeException", ErrorCode::kRevokeUnsupported},
                                                           {"UnauthorizedException", ErrorCode::kNotAuthorized}};
  for (const auto& [exception, code] : kCases) {
    Conversation talk;
    BeginRevoke(talk);
    talk.Receive(Refusal(exception, "no"));
    ExpectCode(code, talk.FailedWith());
  }
}

TEST(TokenFlowsTest, AllThreeAreTriedThreeTimes) {
  for (void (*begin)(Conversation&) : {BeginRevoke, BeginSignOut, BeginDiscovery}) {
    Conversation talk;
    begin(talk);
    for (int attempt = 0; attempt < 2; ++attempt) {
      talk.Receive(NoAnswer());
      EXPECT_TRUE(talk.IsWaiting());
      talk.WaitOver();
      EXPECT_TRUE(talk.IsSending());
    }
    talk.Receive(NoAnswer());
    ExpectCode(ErrorCode::kNetworkFailed, talk.FailedWith());
  }
}

TEST(TokenFlowsTest, ASignOutWhoseAnswerWasLostIsDoneWhereTheTokenIsRevoked) {
  const auto lost = [] {
    std::vector<HttpResponse> list;
    list.push_back(NoAnswer());
    list.push_back(Refusal("InternalErrorException", "oops", 500));
    list.push_back(RawReply("<html>bad gateway</html>", 502));
    return list;
  };
  for (const HttpResponse& answer : lost()) {
    Conversation talk;
    BeginSignOut(talk);
    talk.Receive(answer);
    talk.WaitOver();
    talk.Receive(Refusal("NotAuthorizedException", "Access Token has been revoked"));
    EXPECT_TRUE(EndsInNothing(talk));
  }
  // Said at once, it was somebody else's doing, which may have been less: RevokeToken ends one refresh token's only.
  Conversation first;
  BeginSignOut(first);
  first.Receive(Refusal("NotAuthorizedException", "Access Token has been revoked"));
  ExpectCode(ErrorCode::kAccessTokenInvalid, first.FailedWith());
  // A throttled request was not carried out, and another refusal says nothing of it.
  const std::pair<HttpResponse, std::string_view> kOthers[] = {
      {Refusal("TooManyRequestsException", "Rate exceeded"), "Access Token has been revoked"},
      {NoAnswer(), "Access Token has expired"}};
  for (const auto& [answer, message] : kOthers) {
    Conversation talk;
    BeginSignOut(talk);
    talk.Receive(answer);
    talk.WaitOver();
    talk.Receive(Refusal("NotAuthorizedException", message));
    ExpectCode(ErrorCode::kAccessTokenInvalid, talk.FailedWith());
  }
}

TEST(TokenFlowsTest, EmptyTokensAreNotSent) {
  test::SeededRandom random;
  const auto revoke = Revoke(UserPool::ClarisId(), {}, random);
  ASSERT_FALSE(revoke.has_value());
  ExpectCode(ErrorCode::kRefreshTokenRequired, revoke.error().code);
  const auto sign_out = GlobalSignOut(UserPool::ClarisId(), {}, random);
  ASSERT_FALSE(sign_out.has_value());
  ExpectCode(ErrorCode::kAccessTokenRequired, sign_out.error().code);
}

// --- discovery ---

TEST(TokenFlowsTest, DiscoveryGivesAPool) {
  Conversation talk;
  BeginDiscovery(talk);
  EXPECT_EQ(talk.Sent().method, "GET");
  EXPECT_EQ(talk.Sent().url, kClarisDiscoveryUrl);
  EXPECT_TRUE(talk.Sent().headers.empty());
  EXPECT_TRUE(talk.Sent().body.empty());
  talk.Receive(RawReply(kDiscovery));
  ASSERT_TRUE(talk.IsDone());
  const UserPool& pool = std::get<UserPool>(*std::get<Done>(*talk.step).outcome);
  EXPECT_EQ(pool.user_pool_id, UserPool::ClarisId().user_pool_id);
  EXPECT_EQ(pool.client_id, UserPool::ClarisId().client_id);
  EXPECT_EQ(pool.endpoint, UserPool::ClarisId().endpoint);
}

TEST(TokenFlowsTest, DiscoveryTakesOnlyWhatIsAPool) {
  const std::pair<std::string_view, ErrorCode> kBodies[] = {
      {"", ErrorCode::kResponseNotJson},
      {"<html></html>", ErrorCode::kResponseNotJson},
      {"[]", ErrorCode::kResponseMalformed},
      {"{}", ErrorCode::kResponseMalformed},
      {R"({"errcode":"Error","data":null})", ErrorCode::kResponseMalformed},
      {R"({"data":{"UserPool_ID":"us-west-2_A"}})", ErrorCode::kResponseMalformed},
      {R"({"data":{"UserPool_ID":5,"Client_ID":"c"}})", ErrorCode::kResponseMalformed},
      {R"({"data":{"UserPool_ID":"evil.example/x_A","Client_ID":"c"}})", ErrorCode::kResponseMalformed},
      {R"({"data":{"UserPool_ID":"us-west-2_A","Client_ID":"c&d"}})", ErrorCode::kResponseMalformed}};
  for (const auto& [body, code] : kBodies) {
    Conversation talk;
    BeginDiscovery(talk);
    talk.Receive(RawReply(body));
    ExpectCode(code, talk.FailedWith());
  }
}

TEST(TokenFlowsTest, DiscoveryGoesToSafeAddressesOnly) {
  test::SeededRandom random;
  const auto code = [&](std::string_view url) {
    const auto flow = Discover(url, random);
    return flow ? ErrorCode::kInternal : flow.error().code;
  };
  ExpectCode(ErrorCode::kAddressInsecure, code("http://www.ifmcloud.com/endpoint"));
  ExpectCode(ErrorCode::kAddressInvalid, code("https://user@host/x"));
  ExpectCode(ErrorCode::kAddressInvalid, code("javascript:alert(1)"));
}

TEST(TokenFlowsTest, APoolIsCheckedWhenItIsMade) {
  const auto code = [](std::string_view id, std::string_view client, std::string_view endpoint) {
    const auto pool = UserPool::Create(id, client, endpoint);
    return pool ? ErrorCode::kInternal : pool.error().code;
  };
  for (const std::string_view id : {"", "_", "us-west-2", "us-west-2_", "_abc", "us-west-2_a_b", "us west_a", "us-west-2_a-b", "us.evil_a", "ü_a"}) {
    ExpectCode(ErrorCode::kPoolInvalid, code(id, "client", ""));
  }
  ExpectCode(ErrorCode::kPoolInvalid, code("us-west-2_" + std::string(46, 'a'), "client", ""));
  for (const std::string_view client : {"", "a b", "a-b", "a\n"}) ExpectCode(ErrorCode::kPoolInvalid, code("us-west-2_a", client, ""));
  ExpectCode(ErrorCode::kPoolInvalid, code("us-west-2_a", std::string(129, 'a'), ""));
  ExpectCode(ErrorCode::kAddressInsecure, code("us-west-2_a", "c", "http://example.com"));
  ExpectCode(ErrorCode::kAddressInvalid, code("us-west-2_a", "c", "https://example.com?x"));

  const UserPool pool = *UserPool::Create("eu-central-1_AbC", "a_b+c", "");
  EXPECT_EQ(pool.PoolName(), "AbC");
  EXPECT_EQ(pool.Region(), "eu-central-1");
  EXPECT_EQ(pool.endpoint, "https://cognito-idp.eu-central-1.amazonaws.com/");
  EXPECT_EQ(UserPool::Create("local_AbC", "c", "http://LOCALHOST:9229/x/")->endpoint, "http://localhost:9229/x/");
}

}  // namespace
}  // namespace fmid
