// The other side of a conversation, as a script: canned replies, and a look at what was sent.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "fmid/flow.h"
#include "fmid/random.h"
#include "fmid/sign_in.h"

namespace fmid::test {

using Json = nlohmann::json;

inline constexpr UnixMillis kNow = 1'693'897'689'000;  // Tue Sep 5 07:08:09 UTC 2023

// The same bytes in every run; or none at all.
class SeededRandom final : public RandomSource {
 public:
  bool Fill(std::span<std::uint8_t> out) override;
  bool works = true;
  std::vector<std::vector<std::uint8_t>> drawn;  // of private keys, not of jitter

 private:
  std::uint64_t state_ = 1;
};

// What one sign-in after the other uses.
[[nodiscard]] srp::Precomputation& Precomputed();

[[nodiscard]] HttpResponse Reply(const Json& body, int status = 200);
[[nodiscard]] HttpResponse RawReply(std::string_view body, int status = 200);
[[nodiscard]] HttpResponse Refusal(std::string_view exception, std::string_view message, int status = 400);
[[nodiscard]] HttpResponse NoAnswer(TransportFailure failure = TransportFailure::kNetwork);
[[nodiscard]] HttpResponse WithHeader(HttpResponse response, std::string_view name, std::string_view value);

// What Cognito says in a sign-in.
inline constexpr std::string_view kUserId = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
inline constexpr std::string_view kSalt = "f947f21853a45dddaf8b2a32fdcacc9";
inline constexpr std::string_view kB = "4bb47f49d2f95de8b308091042ca24753b9e171534f931b4cff558ba691dba68";
inline constexpr std::string_view kSecretBlock = "c2VjcmV0LWJsb2NrLWNhbmFyeQ==";
[[nodiscard]] Json PasswordVerifier();
[[nodiscard]] Json AskFor(std::string_view challenge, std::string_view session, Json parameters = Json::object());
[[nodiscard]] Json TokensReply();  // access-canary, id-canary, refresh-canary
[[nodiscard]] Json NewDeviceReply();  // … and a new device: us-west-2_new-device, -new-group
[[nodiscard]] Json DevicePasswordVerifier();

// A flow and its last step. Each call drives it once.
class Conversation {
 public:
  SeededRandom random;
  std::unique_ptr<Flow> flow;
  Result<Step> step = Fail(ErrorCode::kInternal);
  UnixMillis now = kNow;

  void Open(Result<std::unique_ptr<Flow>> opened);
  void Start() { step = flow->Start(now); }
  void Receive(const HttpResponse& response) { step = flow->OnResponse(response, now); }
  void Receive(const Json& body) { Receive(Reply(body)); }
  void WaitOver() { step = flow->OnWaitOver(); }
  void Say(Answer answer) { step = flow->OnAnswer(std::move(answer)); }
  void SayCode(std::string_view code);

  // The last step, where it is of that kind; else a test failure and something empty.
  [[nodiscard]] const HttpRequest& Sent() const;
  [[nodiscard]] Json SentBody() const;
  [[nodiscard]] std::string SentOperation() const;
  [[nodiscard]] const Challenge& Asked() const;
  [[nodiscard]] const Tokens& GivenTokens() const;
  [[nodiscard]] std::uint32_t Waits() const;
  [[nodiscard]] Error Failed() const;
  [[nodiscard]] ErrorCode FailedWith() const { return Failed().code; }

  [[nodiscard]] bool IsSending() const { return step && std::holds_alternative<SendRequest>(*step); }
  [[nodiscard]] bool IsAsking() const { return step && std::holds_alternative<AskUser>(*step); }
  [[nodiscard]] bool IsWaiting() const { return step && std::holds_alternative<Wait>(*step); }
  [[nodiscard]] bool IsDone() const { return step && std::holds_alternative<Done>(*step); }
};

// Of a request; empty where it has none of that name.
[[nodiscard]] std::string_view HeaderOf(const HttpRequest& request, std::string_view name);

// Why nothing came of it; kInternal where something did.
template <class T>
[[nodiscard]] ErrorCode CodeOf(const Result<T>& result) {
  return result ? ErrorCode::kInternal : result.error().code;
}

inline constexpr std::string_view kUsername = "Zoë.canary@example.com";
inline constexpr std::string_view kPassword = "hunter2 päss-canary";

// Signs in at Claris's pool; the InitiateAuth is out.
void BeginSignIn(Conversation& talk);
// … and the password proof is out.
void BeginVerifying(Conversation& talk);
// … and a code by SMS is asked for, with session "session-1".
void BeginAsking(Conversation& talk);
// … of an authenticator's set-up, whose session is "session-2".
void BeginSetup(Conversation& talk);

inline constexpr std::string_view kDeviceKey = "us-west-2_2518814a-a1b9-c7a8-2298-3ddb6074f078";
inline constexpr std::string_view kDeviceGroupKey = "-jT0RxGQZ";
inline constexpr std::string_view kDevicePassword = "9Khwp9gVsJTQfU9tHezGVlXUEk9Y8jDDwdTHSoqsh1DZ1BIuy4dbeg==";

// Signs in with that device; the password proof is out.
void BeginWithDevice(Conversation& talk);
// … DEVICE_SRP_AUTH is out, in session "session-1".
void BeginDeviceProof(Conversation& talk);
// … the device's proof is out, in session "session-2".
void BeginDeviceVerifying(Conversation& talk);
// A sign-in without a device brought tokens and a new one: ConfirmDevice is out.
void BeginRemembering(Conversation& talk);

// How a test says what it expects of two codes: by their text.
inline void ExpectCode(ErrorCode expected, ErrorCode actual) { EXPECT_EQ(CodeText(expected), CodeText(actual)); }

}  // namespace fmid::test
