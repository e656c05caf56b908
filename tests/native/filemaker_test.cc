// Sessions and calls of the FileMaker Data API.
#include "fmid/filemaker.h"

#include <gtest/gtest.h>

#include <utility>

#include "conversation.h"

namespace fmid {
namespace {

using test::CodeOf;
using test::Conversation;
using test::ExpectCode;
using test::HeaderOf;
using test::Json;
using test::NoAnswer;
using test::RawReply;
using test::WithHeader;

constexpr std::string_view kHost = "name.account.filemaker-cloud.com";
constexpr std::string_view kBase = "https://name.account.filemaker-cloud.com/fmi/data/vLatest";
constexpr std::string_view kOk = R"({"response":{},"messages":[{"code":"0","message":"OK"}]})";

HostTarget Target(std::string_view database = "Sales") { return *HostTarget::Create(HostApi::kData, kHost, database, "vLatest"); }

void BeginOpen(Conversation& talk) {
  talk.Open(OpenHostSession(Target(), SecretBytes("id-canary"), {}, talk.random));
  talk.Start();
}

void BeginCall(Conversation& talk, std::string_view method, std::string_view path, std::string_view body = {}) {
  talk.Open(CallHost(Target(), SecretBytes("session-canary"), {std::string(method), std::string(path), {}, SecretBytes(body)}, talk.random));
  talk.Start();
}

void BeginClose(Conversation& talk) {
  talk.Open(CloseHostSession(Target(), SecretBytes("session/canary"), talk.random));
  talk.Start();
}

// --- the target ---

TEST(DataApiTest, ADatabasesNameIsPercentEncodedWithoutItsExtension) {
  const std::pair<std::string_view, std::string_view> kNames[] = {
      {"Sales", "Sales"},           {"Sales.fmp12", "Sales"},      {"Sales.FMP12", "Sales"},     {"a.fmp12.fmp12", "a.fmp12"},
      {".fmp12", ".fmp12"},         {"Kunden & Co", "Kunden%20%26%20Co"}, {"a/b?c#d%e", "a%2Fb%3Fc%23d%25e"}, {"Größe", "Gr%C3%B6%C3%9Fe"},
      {"顧客", "%E9%A1%A7%E5%AE%A2"}, {"😀", "%F0%9F%98%80"},        {"%2e%2e", "%252e%252e"},    {"...", "..."}};
  for (const auto& [name, encoded] : kNames) EXPECT_EQ(Target(name).database, encoded);
}

TEST(DataApiTest, ATargetIsCheckedWhenItIsMade) {
  const auto code = [](std::string_view address, std::string_view database, std::string_view version) {
    return CodeOf(HostTarget::Create(HostApi::kData, address, database, version));
  };
  for (const std::string_view database : {"", ".", "..", "..fmp12", "...fmp12", "a\nb", "a\x7F"}) {
    ExpectCode(ErrorCode::kDatabaseRequired, code(kHost, database, "v1"));
  }
  ExpectCode(ErrorCode::kTextNotUtf8, code(kHost, "\xFF", "v1"));
  for (const std::string_view version : {"", "v3", "V1", "latest", "v1/../x"}) ExpectCode(ErrorCode::kVersionInvalid, code(kHost, "a", version));
  ExpectCode(ErrorCode::kAddressInvalid, code("", "a", "v1"));
  ExpectCode(ErrorCode::kAddressInsecure, code("http://host.example", "a", "v1"));
  EXPECT_EQ(HostTarget::Create(HostApi::kData, "https://Relay.example/host.example/", "a", "v2")->root, "https://relay.example/host.example/fmi/data/v2");
}

// --- sessions ---

TEST(DataApiTest, ASessionIsOpenedWithTheIdToken) {
  Conversation talk;
  BeginOpen(talk);
  EXPECT_EQ(talk.Sent().method, "POST");
  EXPECT_EQ(talk.Sent().url, std::string(kBase) + "/databases/Sales/sessions");
  EXPECT_EQ(HeaderOf(talk.Sent(), "Authorization"), "FMID id-canary");
  EXPECT_EQ(HeaderOf(talk.Sent(), "Content-Type"), "application/json");
  EXPECT_EQ(talk.Sent().body.RevealText(), "{}");
}

TEST(DataApiTest, FurtherFilesBringTheirOwnAccounts) {
  Conversation talk;
  std::vector<DataSource> sources;
  sources.push_back({"Lager", "zoë", SecretBytes("päss \"w\"\\ord\n")});
  sources.push_back({"顧客", "bob", SecretBytes("b")});
  talk.Open(OpenHostSession(Target(), SecretBytes("id-canary"), std::move(sources), talk.random));
  talk.Start();
  EXPECT_EQ(talk.SentBody(),
            (Json{{"fmDataSource",
                   {{{"database", "Lager"}, {"username", "zoë"}, {"password", "päss \"w\"\\ord\n"}},
                    {{"database", "顧客"}, {"username", "bob"}, {"password", "b"}}}}}));
  for (int field = 0; field < 3; ++field) {
    std::vector<DataSource> bad;
    bad.push_back({field == 0 ? "\xFF" : "d", field == 1 ? "\xFF" : "u", SecretBytes(field == 2 ? "\xFF" : "p")});
    ExpectCode(ErrorCode::kTextNotUtf8, CodeOf(OpenHostSession(Target(), SecretBytes("t"), std::move(bad), talk.random)));
  }
}

TEST(DataApiTest, TheSessionsTokenComesFromTheHeaderOrTheBody) {
  const std::string with_token = R"({"response":{"token":"body-token"},"messages":[{"code":"0","message":"OK"}]})";
  const auto token_of = [](const HttpResponse& response) {
    Conversation talk;
    BeginOpen(talk);
    talk.Receive(response);
    if (!talk.IsDone()) return std::string(CodeText(talk.FailedWith()));
    return std::string(std::get<HostSession>(*std::get<Done>(*talk.step).outcome).token.RevealText());
  };
  EXPECT_EQ(token_of(WithHeader(RawReply(kOk), "X-FM-Data-Access-Token", "header-token")), "header-token");
  EXPECT_EQ(token_of(WithHeader(RawReply(kOk), "x-fm-data-access-token", "header-token")), "header-token");
  EXPECT_EQ(token_of(RawReply(with_token)), "body-token");
  EXPECT_EQ(token_of(WithHeader(RawReply(with_token), "X-FM-Data-Access-Token", "header-token")), "header-token");
  EXPECT_EQ(token_of(RawReply(kOk)), "session_token_missing");
  EXPECT_EQ(token_of(RawReply(R"({"response":{"token":7},"messages":[{"code":0}]})")), "session_token_missing");
  // A number for a code is read; another code is an error, whatever HTTP says and whatever else is there.
  EXPECT_EQ(token_of(RawReply(R"({"response":{"token":"t"},"messages":[{"code":0}]})")), "t");
  EXPECT_EQ(token_of(RawReply(R"({"response":{"token":"t"},"messages":[{"code":"212","message":"no"}]})")), "fm_account_refused");
  EXPECT_EQ(token_of(RawReply(R"({"response":{"token":"t"},"messages":[]})")), "response_malformed");
  EXPECT_EQ(token_of(RawReply(R"({"response":{"token":"t"}})")), "response_malformed");
  EXPECT_EQ(token_of(WithHeader(RawReply(kOk), "X-FM-Data-Access-Token", "no token\r\n")), "session_token_missing");
}

TEST(DataApiTest, AWebServersPageGoesByItsStatus) {
  const std::pair<int, ErrorCode> kPages[] = {{401, ErrorCode::kFmUnauthorized}, {403, ErrorCode::kFmUnauthorized},
                                              {404, ErrorCode::kFmNotFound},     {400, ErrorCode::kResponseNotJson},
                                              {302, ErrorCode::kResponseNotJson}, {200, ErrorCode::kResponseNotJson}};
  for (const auto& [status, code] : kPages) {
    Conversation talk;
    BeginOpen(talk);
    talk.Receive(WithHeader(RawReply("<html>FileMaker</html>", status), "Content-Type", "text/html"));
    ExpectCode(code, talk.FailedWith());
    EXPECT_EQ(talk.Failed().http_status, status);
    EXPECT_EQ(talk.Failed().filemaker_code, "");
  }
  Conversation stopped;
  BeginOpen(stopped);
  for (int attempt = 0; attempt < 2; ++attempt) {
    stopped.Receive(RawReply("<html>bad gateway</html>", 502));
    ASSERT_TRUE(stopped.IsWaiting());
    stopped.WaitOver();
  }
  stopped.Receive(RawReply("<html>bad gateway</html>", 502));
  ExpectCode(ErrorCode::kFmUnavailable, stopped.FailedWith());
}

TEST(DataApiTest, TokensThatCouldEndAHeaderAreRefused) {
  test::SeededRandom random;
  ExpectCode(ErrorCode::kIdTokenRequired, CodeOf(OpenHostSession(Target(), {}, {}, random)));
  ExpectCode(ErrorCode::kSessionTokenRequired, CodeOf(CloseHostSession(Target(), {}, random)));
  for (const std::string_view token : {"a b", "a\r\nX: y", "ü", "\x7F"}) {
    ExpectCode(ErrorCode::kTokenMalformed, CodeOf(OpenHostSession(Target(), SecretBytes(token), {}, random)));
    ExpectCode(ErrorCode::kTokenMalformed, CodeOf(CallHost(Target(), SecretBytes(token), {"GET", "layouts", {}, {}}, random)));
    ExpectCode(ErrorCode::kTokenMalformed, CodeOf(CloseHostSession(Target(), SecretBytes(token), random)));
  }
}

TEST(DataApiTest, ASessionThatIsOverIsClosed) {
  const std::pair<std::string_view, bool> kReplies[] = {{kOk, true},
                                                        {R"({"messages":[{"code":"952","message":"Invalid token"}],"response":{}})", true},
                                                        {R"({"messages":[{"code":"9","message":"no"}],"response":{}})", false}};
  for (const auto& [body, good] : kReplies) {
    Conversation talk;
    BeginClose(talk);
    EXPECT_EQ(talk.Sent().method, "DELETE");
    EXPECT_EQ(talk.Sent().url, std::string(kBase) + "/databases/Sales/sessions/session%2Fcanary");
    talk.Receive(RawReply(body, good ? 200 : 401));
    EXPECT_EQ(talk.IsDone(), good);
  }
}

// --- calls ---

TEST(DataApiTest, APathIsTheDatabasesOrTheVersions) {
  const std::pair<std::string_view, std::string_view> kPaths[] = {
      {"layouts", "/databases/Sales/layouts"},
      {"layouts/Contacts/records?_limit=10&_offset=1", "/databases/Sales/layouts/Contacts/records?_limit=10&_offset=1"},
      {"layouts/Große Kunden/records", "/databases/Sales/layouts/Gro%C3%9Fe%20Kunden/records"},
      {"layouts/A%2FB/records/1", "/databases/Sales/layouts/A%2FB/records/1"},
      {"layouts/a..b/records", "/databases/Sales/layouts/a..b/records"},
      {"layouts/顧客", "/databases/Sales/layouts/%E9%A1%A7%E5%AE%A2"},
      {"layouts?_sort=[{\"fieldName\":\"a\"}]", "/databases/Sales/layouts?_sort=%5B%7B%22fieldName%22:%22a%22%7D%5D"},
      {"layouts?x=../..//y", "/databases/Sales/layouts?x=../..//y"},
      {"/productInfo", "/productInfo"},
      {"/validateSession", "/validateSession"},
      {"/databases", "/databases"}};
  for (const auto& [path, url] : kPaths) {
    Conversation talk;
    BeginCall(talk, "GET", path);
    EXPECT_EQ(talk.Sent().url, std::string(kBase) + std::string(url));
    EXPECT_EQ(HeaderOf(talk.Sent(), "Authorization"), "Bearer session-canary");
    EXPECT_EQ(HeaderOf(talk.Sent(), "Content-Type"), "");
  }
}

TEST(DataApiTest, APathThatLeavesItsPlaceIsRefused) {
  test::SeededRandom random;
  for (const std::string_view path :
       {"", "/", "//evil.example", "..", ".", "../Other/layouts", "layouts/../..", "layouts/./x", "layouts//x", "layouts/", "/layouts/",
        "%2e%2e/x", "layouts/%2E%2e", "layouts/.%2e/x", "layouts/%2e/x", "layouts/..%2f..%2fx", "layouts/%2e%2e%2Fx", "layouts/x%2f..",
        "layouts/..%5cx", "layouts\\x", "layouts#x", "layouts/a\nb", "layouts/%", "layouts/%2", "layouts/%zz", "?x", "layouts/\xFF",
        "/..", "/../x", "layouts/..?x"}) {
    const auto flow = CallHost(Target(), SecretBytes("t"), {"GET", std::string(path), {}, {}}, random);
    EXPECT_EQ(CodeText(CodeOf(flow)), CodeText(ErrorCode::kPathInvalid)) << path;
  }
  const auto nul = CallHost(Target(), SecretBytes("t"), {"GET", std::string("a\0b", 3), {}, {}}, random);
  ExpectCode(ErrorCode::kPathInvalid, CodeOf(nul));
}

TEST(DataApiTest, MethodsAreTheFourOfTheDataApi) {
  test::SeededRandom random;
  for (const std::string_view method : {"GET", "POST", "PATCH", "DELETE"}) {
    EXPECT_TRUE(CallHost(Target(), {}, {std::string(method), "layouts", {}, {}}, random).has_value());
  }
  for (const std::string_view method : {"", "get", "PUT", "OPTIONS", "GET "}) {
    ExpectCode(ErrorCode::kMethodInvalid, CodeOf(CallHost(Target(), {}, {std::string(method), "layouts", {}, {}}, random)));
  }
  ExpectCode(ErrorCode::kTextNotUtf8, CodeOf(CallHost(Target(), {}, {"POST", "layouts", {}, SecretBytes("\xFF")}, random)));
}

TEST(DataApiTest, ABodyIsSentAsItIs) {
  Conversation talk;
  BeginCall(talk, "POST", "layouts/Contacts/_find", R"({"query":[{"Name":"Zoë"}]})");
  EXPECT_EQ(talk.Sent().body.RevealText(), R"({"query":[{"Name":"Zoë"}]})");
  EXPECT_EQ(HeaderOf(talk.Sent(), "Content-Type"), "application/json");
  const std::string reply =
      R"({ "response": {"data":[{"fieldData":{"a":1.5,"b":[[[[]]]]}}]}, "messages": [ {"code":"0","message":"OK"} ] })";
  talk.Receive(RawReply(reply));
  EXPECT_TRUE(talk.IsDone());
}

TEST(DataApiTest, WithoutATokenNobodyIsAuthorized) {
  Conversation talk;
  talk.Open(CallHost(Target(), {}, {"GET", "/productInfo", {}, {}}, talk.random));
  talk.Start();
  EXPECT_TRUE(talk.Sent().headers.empty());
}

TEST(DataApiTest, OnlyWhatChangesNothingIsSentOnceMore) {
  const struct {
    std::string_view method, path;
    bool again;
  } kCalls[] = {{"GET", "layouts", true},
                {"GET", "layouts/Contacts/records/1", true},
                {"GET", "layouts/Contacts/records?script=Delete", false},
                {"GET", "layouts/Contacts/records?script.prerequest=Delete", false},
                {"GET", "layouts/Contacts/records?%73cript=Delete", false},
                {"GET", "layouts/Contacts/script/Delete", false},
                {"POST", "layouts/Contacts/_find", false},
                {"POST", "layouts/Contacts/records", false},
                {"PATCH", "layouts/Contacts/records/1", false},
                {"DELETE", "layouts/Contacts/records/1", false}};
  for (const auto& call : kCalls) {
    Conversation talk;
    BeginCall(talk, call.method, call.path);
    talk.Receive(NoAnswer());
    EXPECT_EQ(talk.IsWaiting(), call.again) << call.method << " " << call.path;
    EXPECT_EQ(talk.flow->IsFinished(), !call.again);
  }
  for (void (*begin)(Conversation&) : {BeginOpen, BeginClose}) {
    Conversation talk;
    begin(talk);
    talk.Receive(NoAnswer());
    EXPECT_TRUE(talk.IsWaiting());
  }
  Conversation refused;
  BeginCall(refused, "GET", "layouts");
  refused.Receive(RawReply(R"({"messages":[{"code":"952","message":"Invalid token"}],"response":{}})", 401));
  ExpectCode(ErrorCode::kFmSessionExpired, refused.FailedWith());
  EXPECT_EQ(refused.Failed().filemaker_code, "952");
}

}  // namespace
}  // namespace fmid
