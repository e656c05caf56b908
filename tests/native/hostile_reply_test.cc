// Replies as no honest server sends them, to every flow in every state that waits for one: nothing crashes, what comes out is a typed
// Error or a legal step, and no Error ever repeats what was sent.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "bytes/text.h"
#include "conversation.h"
#include "fmid/filemaker.h"
#include "fmid/token_flows.h"

namespace fmid {
namespace {

using test::AskFor;
using test::Conversation;
using test::Json;
using test::RawReply;
using test::Reply;

HostTarget Target() { return *HostTarget::Create(HostApi::kData, "host.example", "DB", "v1"); }

void Begin(Conversation& talk, Result<std::unique_ptr<Flow>> flow) {
  talk.Open(std::move(flow));
  talk.Start();
}

// A state in which a flow waits for a reply, and the reply it hopes for.
struct Waiting {
  std::string_view name;
  std::function<void(Conversation&)> begin;
  Json honest;

  // Reaching it takes milliseconds, so that it gets a sample where states share their code.
  [[nodiscard]] bool IsBehindAProof() const {
    return name.starts_with("verifying") || name.starts_with("associating") || name.starts_with("answering") || name == "confirming" ||
           name.starts_with("device") || name == "remembering";
  }
};

std::vector<Waiting> EveryWaitingState() {
  static const UserPool pool = UserPool::ClarisId();
  const Json setup = AskFor("MFA_SETUP", "session-canary", {{"MFAS_CAN_SETUP", R"(["SOFTWARE_TOKEN_MFA"])"}});
  const Json good = {{"response", {{"token", "session-canary"}}}, {"messages", {{{"code", "0"}, {"message", "OK"}}}}};
  const Json choice = AskFor("SELECT_MFA_TYPE", "session-canary", {{"MFAS_CAN_CHOOSE", R"(["SMS_MFA"])"}});
  const Json password = AskFor("NEW_PASSWORD_REQUIRED", "session-canary", {{"requiredAttributes", R"(["name"])"}});
  return {
      {"initiating", test::BeginSignIn, test::PasswordVerifier()},
      {"verifying", test::BeginVerifying, test::TokensReply()},
      {"verifying, a choice", test::BeginVerifying, choice},
      {"verifying, a new password", test::BeginVerifying, password},
      {"associating", [=](Conversation& talk) { test::BeginVerifying(talk); talk.Receive(setup); },
       {{"SecretCode", "JBSWY3DPEHPK3PXP"}, {"Session", "session-canary"}}},
      {"answering", [](Conversation& talk) { test::BeginAsking(talk); talk.SayCode("918273"); }, setup},
      {"answering with a new password",
       [=](Conversation& talk) {
         test::BeginVerifying(talk);
         talk.Receive(password);
         Answer answer;
         answer.new_password = SecretBytes("new-password canary");
         answer.attributes = {{"name", "Zoë"}};
         talk.Say(std::move(answer));
       },
       AskFor("SMS_MFA", "session-canary", {{"CODE_DELIVERY_DESTINATION", "+*******1234"}})},
      {"confirming", [](Conversation& talk) { test::BeginSetup(talk); talk.SayCode("918273"); },
       {{"Status", "SUCCESS"}, {"Session", "session-canary"}}},
      {"device initiating", test::BeginDeviceProof, test::DevicePasswordVerifier()},
      {"device verifying", test::BeginDeviceVerifying, test::TokensReply()},
      {"remembering", test::BeginRemembering, {{"UserConfirmationNecessary", false}}},
      {"refreshing", [](Conversation& talk) { Begin(talk, Refresh(pool, SecretBytes("refresh-canary"), "device-canary", talk.random)); },
       test::TokensReply()},
      {"refreshing the older way",
       [](Conversation& talk) {
         Begin(talk, Refresh(pool, SecretBytes("refresh-canary"), "device-canary", talk.random));
         talk.Receive(test::Refusal("UnknownOperationException", ""));
       },
       test::TokensReply()},
      {"revoking", [](Conversation& talk) { Begin(talk, Revoke(pool, SecretBytes("refresh-canary"), talk.random)); }, Json::object()},
      {"signing out", [](Conversation& talk) { Begin(talk, GlobalSignOut(pool, SecretBytes("access-canary"), talk.random)); }, Json::object()},
      {"discovering", [](Conversation& talk) { Begin(talk, Discover("", talk.random)); },
       {{"data", {{"UserPool_ID", "us-west-2_A"}, {"Client_ID", "c"}}}}},
      {"opening", [](Conversation& talk) { Begin(talk, OpenHostSession(Target(), SecretBytes("id-canary"), {}, talk.random)); }, good},
      {"calling",
       [](Conversation& talk) {
         Begin(talk, CallHost(Target(), SecretBytes("session-canary"), {"POST", "layouts", {}, SecretBytes(R"({"q":"body-canary"})")}, talk.random));
       },
       good},
      {"closing", [](Conversation& talk) { Begin(talk, CloseHostSession(Target(), SecretBytes("session-canary"), talk.random)); }, good},
  };
}

// What must never be repeated: everything that was sent and is a secret, and the values that a vector may have.
std::vector<std::string> SecretsOf(const Conversation& talk) {
  std::vector<std::string> secrets = {std::string(test::kPassword), "918273"};
  const HttpRequest& request = talk.Sent();
  for (const HttpHeader& header : request.headers) {
    if (header.name == "Authorization") secrets.emplace_back(header.value.RevealText().substr(header.value.RevealText().find(' ') + 1));
  }
  const Json body = Json::parse(request.body.RevealText(), nullptr, false);
  if (!body.is_object()) return secrets;
  constexpr std::string_view kPublic[] = {"/AuthFlow", "/ClientId", "/ChallengeName", "/AuthParameters/USERNAME", "/ChallengeResponses/USERNAME",
                             "/ChallengeResponses/TIMESTAMP", "/ChallengeResponses/userAttributes.name"};
  const Json flat = body.flatten();
  for (const auto& [pointer, value] : flat.items()) {
    if (value.is_string() && std::find(std::begin(kPublic), std::end(kPublic), pointer) == std::end(kPublic)) secrets.push_back(value);
  }
  return secrets;
}

void ExpectNoSecretIn(const Error& error, const std::vector<std::string>& secrets) {
  for (const std::string& field : {error.detail, error.service_error, error.service_message, error.filemaker_code}) {
    for (const std::string& secret : secrets) EXPECT_EQ(field.find(secret), std::string::npos) << field;
    EXPECT_TRUE(IsUtf8(field));
    EXPECT_LE(field.size(), 300U);
  }
}

// Gives the flow one reply and looks at what it makes of it.
void Feed(const Waiting& waiting, const std::function<HttpResponse(const Conversation&)>& reply) {
  Conversation talk;
  waiting.begin(talk);
  ASSERT_TRUE(talk.IsSending()) << waiting.name;
  const std::vector<std::string> secrets = SecretsOf(talk);
  talk.Receive(reply(talk));
  if (!talk.step) {
    EXPECT_NE(int(KindOf(talk.step.error().code)), int(ErrorKind::kInput)) << CodeText(talk.step.error().code);
    EXPECT_TRUE(talk.flow->IsFinished());
    ExpectNoSecretIn(talk.step.error(), secrets);
  } else if (talk.IsSending()) {
    if (talk.Sent().method == "POST") {
      EXPECT_TRUE(Json::accept(talk.Sent().body.RevealText()));
    }
  } else if (talk.IsAsking()) {
    EXPECT_FALSE(talk.flow->IsFinished());
    if (talk.Asked().previous_error) ExpectNoSecretIn(*talk.Asked().previous_error, secrets);
  } else {
    EXPECT_EQ(talk.IsDone(), talk.flow->IsFinished());
  }
}

std::string Deep(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

// Bodies that have nothing to do with what was asked.
std::vector<std::string> HostileBodies() {
  std::vector<std::string> bodies = {
      "", " ", "\n", "null", "true", "0", "-1", "1e300", "\"text\"", "[]", "{}", "[[]]", "[{}]", "{\"\":\"\"}", "{", "[", "\"", "{\"a\"", "{\"a\":",
      "<html><body>Sign in to the hotel's network</body></html>", "<?xml version=\"1.0\"?><Error/>", "Internal Server Error", "{}{}", "{}x",
      std::string("{}\0{}", 5), std::string(1, '\0'), "\xFF\xFE{\0}\0", "\xEF\xBB\xBF", "\xEF\xBB\xBF{}", "{\"a\":\"\xC3\"}", "{\"a\":\"\\ud800\"}",
      "{\"__type\":null}", "{\"__type\":\"\"}", "{\"__type\":\"#\"}", "{\"__type\":[]}", "{\"__type\":\"NotAuthorizedException\"}",
      "{\"__type\":\"a#b#c\",\"message\":{}}", "{\"message\":\"m\"}", "{\"Message\":5,\"__type\":\"X\"}", "{\"messages\":{}}", "{\"messages\":[]}",
      "{\"messages\":[null]}", "{\"messages\":[{\"code\":null}]}", "{\"messages\":[{\"code\":\"-----\"}]}", "{\"messages\":[{\"code\":1e99}]}",
      "{\"messages\":[{\"code\":\"952\",\"message\":[]}]}", "{\"messages\":[{\"code\":\"0\"}],\"response\":\"x\"}", "{\"ChallengeName\":null}",
      "{\"ChallengeName\":\"\"}", "{\"ChallengeName\":\"PASSWORD_VERIFIER\"}", "{\"ChallengeName\":\"MFA_SETUP\"}", "{\"AuthenticationResult\":{}}",
      "{\"ChallengeName\":\"<script>alert(1)</script>\"}", "{\"ChallengeName\":\"SELECT_MFA_TYPE\",\"ChallengeParameters\":{\"MFAS_CAN_CHOOSE\":\"[\"}}",
      "{\"ChallengeName\":\"SMS_MFA\",\"ChallengeParameters\":5}", "{\"data\":{\"UserPool_ID\":\"x\",\"Client_ID\":[]}}",
      // Long, as far as a flow can tell; megabytes are json_test.cc's.
      Deep(511), Deep(100'000), std::string(100'000, '{'), "{\"a\":\"" + std::string(100'000, 'x') + "\"}", std::string(100'000, ' ')};
  std::uint32_t state = 1;  // and noise
  for (int i = 0; i < 8; ++i) {
    std::string noise;
    for (int n = 0; n < 200; ++n) noise += static_cast<char>((state = state * 1'664'525 + 1'013'904'223) >> 24);
    bodies.push_back(noise);
  }
  return bodies;
}

TEST(HostileReplyTest, NoBodyOfWhateverStatusBreaksAnything) {
  const std::vector<std::string> bodies = HostileBodies();
  EXPECT_GE(bodies.size(), 60U);
  constexpr int kStatuses[] = {200, 400, 401, 503, 100, 204, 301, 418, 0, 429, 599, 1000, -5, 403};
  for (const Waiting& waiting : EveryWaitingState()) {
    SCOPED_TRACE(waiting.name);
    if (waiting.name.starts_with("verifying,")) continue;  // as "verifying"
    std::size_t turn = 0;
    for (const std::string& body : bodies) {
      SCOPED_TRACE(body.substr(0, 60));
      // Each body as an answer, and under one of the other statuses in turn.
      Feed(waiting, [&](const Conversation&) { return RawReply(body, 200); });
      const int status = kStatuses[++turn % std::size(kStatuses)];
      if (waiting.IsBehindAProof() && turn % 5 != 0) continue;
      Feed(waiting, [&](const Conversation&) { return test::WithHeader(RawReply(body, status), "x-amzn-errortype", turn % 2 == 0 ? "" : body); });
    }
  }
}

TEST(HostileReplyTest, NoFieldOfAnotherTypeBreaksAnything) {
  const Json wrong[] = {nullptr, true, -1.5, "", "x\u0001", std::string(5000, '9'), Json::array(), Json::object(), {{"x", "y"}}};
  for (const Waiting& waiting : EveryWaitingState()) {
    SCOPED_TRACE(waiting.name);
    const Json flat = waiting.honest.flatten();
    for (const auto& [pointer, value] : flat.items()) {
      SCOPED_TRACE(pointer);
      const Json::json_pointer place(pointer);
      for (const Json& other : wrong) {
        Json reply = waiting.honest;
        reply[place] = other;
        Feed(waiting, [&](const Conversation&) { return Reply(reply); });
      }
      Json without = waiting.honest;  // the container in place of the field, and no container at all
      without[place.parent_pointer()] = value;
      Feed(waiting, [&](const Conversation&) { return Reply(without); });
      if (without.is_object() && !without.empty()) without.erase(without.begin());
      Feed(waiting, [&](const Conversation&) { return Reply(without); });
    }
  }
}

TEST(HostileReplyTest, WhateverTheServerRepeatsStaysOutOfTheError) {
  for (const Waiting& waiting : EveryWaitingState()) {
    SCOPED_TRACE(waiting.name);
    Conversation first;
    waiting.begin(first);
    const std::size_t count = SecretsOf(first).size();
    for (std::size_t i = 0; i < count; ++i) {
      const auto echo = [i](const std::function<HttpResponse(const std::string&)>& make) {
        return [i, make](const Conversation& talk) { return make(SecretsOf(talk).at(i)); };
      };
      const auto message = [](const std::string& text, int status) {
        Json messages = {{{"code", "1"}, {"message", text}}};
        return Reply({{"__type", "InvalidParameterException"}, {"message", text}, {"messages", std::move(messages)}}, status);
      };
      for (const int status : {200, 400}) {
        if (status == 200 && waiting.IsBehindAProof()) continue;
        Feed(waiting, echo([&](const std::string& s) { return message("1 error: Value '" + s + "' at 'x' failed, user's code", status); }));
        Feed(waiting, echo([&](const std::string& s) { return message("bad=\"" + s + "\" and '" + s, status); }));
        Feed(waiting, echo([&](const std::string& s) { return message("u'" + s + "' isn't \"'" + s + "'\"", status); }));
        // Without quotation marks a short word cannot be told from the server's own; a code and a token can.
        Feed(waiting, echo([&](const std::string& s) {
               const bool code = std::all_of(s.begin(), s.end(), IsDigit);
               return message(code || s.size() > 31 ? "no " + s + ", " + s + "." : "no", status);
             }));
        Feed(waiting, echo([&](const std::string& s) { return Reply({{"__type", s}, {"message", "m"}}, status); }));
        Feed(waiting, echo([&](const std::string& s) { return Reply({{"__type", "X#" + s + ":y"}, {"message", "m"}}, status); }));
        Feed(waiting, echo([&](const std::string& s) { return test::WithHeader(RawReply("{}", status), "x-amzn-errortype", s); }));
        Feed(waiting, echo([&](const std::string& s) { return RawReply(s, status); }));
      }
      Feed(waiting, echo([](const std::string& s) { return Reply(AskFor(s, s, {{s, s}})); }));
      Feed(waiting, echo([](const std::string& s) { return Reply({{s, s}, {"messages", {{{"code", s.substr(0, 8)}, {"message", "'" + s + "'"}}}}}); }));
    }
  }
}

}  // namespace
}  // namespace fmid
