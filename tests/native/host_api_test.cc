// What differs by API: OData and the Admin API, and a relay that answers in a host's place. The Data API has filemaker_test.cc.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "conversation.h"
#include "fmid/filemaker.h"

namespace fmid {
namespace {

using test::CodeOf;
using test::Conversation;
using test::ExpectCode;
using test::HeaderOf;
using test::RawReply;

constexpr std::string_view kHost = "name.account.filemaker-cloud.com";
constexpr std::string_view kRoot = "https://name.account.filemaker-cloud.com/fmi/";
constexpr std::string_view kOk = R"({"response":{"token":"admin-canary"},"messages":[{"code":"0","message":"OK"}]})";

HostTarget OData() { return *HostTarget::Create(HostApi::kOData, kHost, "Große Kunden.fmp12", ""); }
HostTarget Admin() { return *HostTarget::Create(HostApi::kAdmin, kHost, "", ""); }
HostTarget Data() { return *HostTarget::Create(HostApi::kData, kHost, "Sales", "vLatest"); }

HostCall Call(std::string_view method, std::string_view path, std::string_view body = {}, std::string_view content_type = {}) {
  return {std::string(method), std::string(path), std::string(content_type), SecretBytes(body)};
}

void Begin(Conversation& talk, const HostTarget& target, HostCall call) {
  talk.Open(CallHost(target, SecretBytes("token-canary"), std::move(call), talk.random));
  talk.Start();
}

// --- OData ---

TEST(ODataTest, EveryCallHasTheIdTokenAndStartsAtTheDatabase) {
  const std::pair<std::string_view, std::string_view> kPaths[] = {
      {"Contacts(7)", "odata/v4/Gro%C3%9Fe%20Kunden/Contacts(7)"},
      {"Contacts?$filter=Name eq 'Zoë'&$top=5", "odata/v4/Gro%C3%9Fe%20Kunden/Contacts?$filter=Name%20eq%20'Zo%C3%AB'&$top=5"},
      {"$metadata", "odata/v4/Gro%C3%9Fe%20Kunden/$metadata"},
      {"/$metadata", "odata/v4/$metadata"}};
  for (const auto& [path, url] : kPaths) {
    Conversation talk;
    Begin(talk, OData(), Call("GET", path));
    EXPECT_EQ(talk.Sent().url, std::string(kRoot) + std::string(url));
    EXPECT_EQ(HeaderOf(talk.Sent(), "Authorization"), "FMID token-canary");
  }
}

TEST(ODataTest, ThereAreNoSessions) {
  test::SeededRandom random;
  ExpectCode(ErrorCode::kCallOutOfOrder, CodeOf(OpenHostSession(OData(), SecretBytes("id-canary"), {}, random)));
}

TEST(ODataTest, PutIsAMethodAndAContentTypeTheCallers) {
  Conversation talk;
  Begin(talk, OData(), Call("PUT", "Contacts(7)/Picture", "\x89PNG\xFF", "image/png"));
  EXPECT_EQ(talk.Sent().method, "PUT");
  EXPECT_EQ(HeaderOf(talk.Sent(), "Content-Type"), "image/png");
  EXPECT_EQ(talk.Sent().body.RevealText(), "\x89PNG\xFF");
  for (const std::string_view type : {"a\r\nX-Evil: 1", "\xFF"}) {
    ExpectCode(ErrorCode::kOptionInvalid, CodeOf(CallHost(OData(), {}, Call("PUT", "Contacts(7)", "x", type), talk.random)));
  }
}

TEST(ODataTest, AnAnswerThatIsGoodIsNotLookedAt) {
  const std::pair<std::string_view, int> kGood[] = {{"", 204}, {"<edmx:Edmx/>", 200}, {R"({"error":{"code":"9"}})", 200}, {"{}", 201}};
  for (const auto& [body, status] : kGood) {
    Conversation talk;
    Begin(talk, OData(), Call("GET", "Contacts"));
    talk.Receive(RawReply(body, status));
    EXPECT_TRUE(talk.IsDone()) << body;
  }
}

TEST(ODataTest, ARefusalIsInErrorCode) {
  const struct {
    std::string_view body;
    int status;
    ErrorCode code;
    std::string_view filemaker_code, message;
  } kCases[] = {
      {R"({"error":{"code":"212","message":"Invalid user account or password"}})", 401, ErrorCode::kFmAccountRefused, "212",
       "Invalid user account or password"},
      {R"({"error":{"code":101,"message":"Record is missing"}})", 404, ErrorCode::kFmRecordMissing, "101", "Record is missing"},
      {R"({"error":{"code":"8309","message":"x"}})", 400, ErrorCode::kFmError, "8309", "x"},
      {R"({"error":{"code":"-1","message":"x"}})", 400, ErrorCode::kFmError, "-1", "x"},
      {R"({"error":{"code":"0","message":"x"}})", 404, ErrorCode::kFmNotFound, "0", "x"},
      {R"({"error":{"code":"Bad Request"}})", 400, ErrorCode::kResponseNotJson, "", ""},
      {R"({"messages":[{"code":"212"}]})", 401, ErrorCode::kFmUnauthorized, "", ""},
      {"<html>Unauthorized</html>", 401, ErrorCode::kFmUnauthorized, "", ""}};
  for (const auto& c : kCases) {
    Conversation talk;
    Begin(talk, OData(), Call("POST", "Contacts", "{}"));
    talk.Receive(RawReply(c.body, c.status));
    ExpectCode(c.code, talk.FailedWith());
    EXPECT_EQ(talk.Failed().filemaker_code, c.filemaker_code);
    EXPECT_EQ(talk.Failed().service_message, c.message);
    EXPECT_EQ(talk.Failed().http_status, c.status);
  }
}

// --- the Admin API ---

TEST(AdminApiTest, ASessionIsOpenedUsedAndClosed) {
  Conversation open;
  open.Open(OpenHostSession(Admin(), SecretBytes("id-canary"), {}, open.random));
  open.Start();
  EXPECT_EQ(open.Sent().method, "POST");
  EXPECT_EQ(open.Sent().url, std::string(kRoot) + "admin/api/v2/user/auth");
  EXPECT_EQ(HeaderOf(open.Sent(), "Authorization"), "FMID id-canary");
  open.Receive(RawReply(kOk));
  ASSERT_TRUE(open.IsDone());
  EXPECT_EQ(std::get<HostSession>(*std::get<Done>(*open.step).outcome).token.RevealText(), "admin-canary");

  Conversation call;
  Begin(call, Admin(), Call("GET", "/databases"));
  EXPECT_EQ(call.Sent().url, std::string(kRoot) + "admin/api/v2/databases");
  EXPECT_EQ(HeaderOf(call.Sent(), "Authorization"), "Bearer token-canary");
  call.Receive(RawReply(kOk));
  EXPECT_TRUE(call.IsDone());

  Conversation close;
  close.Open(CloseHostSession(Admin(), SecretBytes("admin-canary"), close.random));
  close.Start();
  EXPECT_EQ(close.Sent().method, "DELETE");
  EXPECT_EQ(close.Sent().url, std::string(kRoot) + "admin/api/v2/user/auth/admin-canary");
  close.Receive(RawReply(kOk));
  EXPECT_TRUE(close.IsDone());
}

TEST(AdminApiTest, ThereIsNoDatabaseInAPath) {
  EXPECT_EQ(Admin().database, "");
  for (const std::string_view path : {"databases", "/databases"}) {
    Conversation talk;
    Begin(talk, Admin(), Call("GET", path));
    EXPECT_EQ(talk.Sent().url, std::string(kRoot) + "admin/api/v2/databases");
  }
  test::SeededRandom random;
  EXPECT_TRUE(CallHost(Admin(), {}, Call("PUT", "/databases/1", "{}"), random).has_value());
}

TEST(AdminApiTest, TooManySessionsHaveACodeOfTheirOwn) {
  Conversation talk;
  talk.Open(OpenHostSession(Admin(), SecretBytes("id-canary"), {}, talk.random));
  talk.Start();
  talk.Receive(RawReply(R"({"response":{},"messages":[{"code":"956","message":"Maximum number of Admin API sessions exceeded"}]})", 500));
  ExpectCode(ErrorCode::kFmAdminSessions, talk.FailedWith());
  EXPECT_EQ(talk.Failed().filemaker_code, "956");
}

// --- a relay's own word ---

TEST(RelayTest, ItsRefusalsAreNotTheHosts) {
  for (const HostTarget& target : {Data(), OData(), Admin()}) {
    const std::pair<int, ErrorCode> kStatuses[] = {{400, ErrorCode::kRelayRefused}, {403, ErrorCode::kRelayRefused},
                                                   {404, ErrorCode::kRelayRefused}, {413, ErrorCode::kRelayRefused},
                                                   {502, ErrorCode::kRelayUnreachable}, {504, ErrorCode::kRelayUnreachable}};
    for (const auto& [status, code] : kStatuses) {
      Conversation talk;
      Begin(talk, target, Call("GET", "/x"));
      talk.Receive(RawReply(R"({"relay":{"message":"This relay does not reach 'other.example'."}})", status));
      ExpectCode(code, talk.FailedWith());
      EXPECT_EQ(KindOf(talk.FailedWith()), ErrorKind::kFileMaker);
      EXPECT_EQ(talk.Failed().service_message, "This relay does not reach '…'.");
      EXPECT_EQ(talk.Failed().filemaker_code, "");
      EXPECT_EQ(talk.Failed().http_status, status);
      EXPECT_TRUE(talk.flow->IsFinished()) << "what a relay says does not pass by itself";
    }
  }
}

TEST(RelayTest, AHostsAnswerWithThatWordInItIsTheHosts) {
  Conversation talk;
  Begin(talk, Data(), Call("GET", "layouts"));
  talk.Receive(RawReply(R"({"relay":{"message":"x"},"response":{},"messages":[{"code":"0"}]})"));
  EXPECT_TRUE(talk.IsDone());
  Conversation refused;
  Begin(refused, Data(), Call("GET", "layouts"));
  refused.Receive(RawReply(R"({"relay":"x","response":{},"messages":[{"code":"105","message":"Layout is missing"}]})", 401));
  ExpectCode(ErrorCode::kFmLayoutMissing, refused.FailedWith());
}

}  // namespace
}  // namespace fmid
