// A caller's mistakes in a sign-in, a machine without randomness, and what is left in memory at the end.
#include <gtest/gtest.h>

#include <functional>

#include "conversation.h"
#include "fmid/sign_in.h"
#include "memory_watch.h"

namespace fmid {
namespace {

using test::AskFor;
using test::BeginAsking;
using test::BeginSetup;
using test::BeginSignIn;
using test::BeginVerifying;
using test::Conversation;
using test::ExpectCode;
using test::Json;
using test::MemoryWatch;

Answer Code(std::string_view text) {
  Answer answer;
  answer.code = SecretBytes(text);
  return answer;
}

Answer NewPassword(std::string_view password, std::vector<std::pair<std::string, std::string>> attributes = {}) {
  Answer answer;
  answer.new_password = SecretBytes(password);
  answer.attributes = std::move(attributes);
  return answer;
}

// Each wrong answer is refused as the caller's mistake, and the right one is still good.
struct WrongAnswer {
  ErrorCode code;
  std::string detail;
  Answer answer;
};

void ExpectRefusals(Conversation& talk, std::vector<WrongAnswer> wrong, Answer right) {
  for (WrongAnswer& w : wrong) {
    talk.Say(std::move(w.answer));
    ExpectCode(w.code, talk.FailedWith());
    EXPECT_EQ(talk.Failed().detail, w.detail);
    EXPECT_EQ(KindOf(talk.FailedWith()), ErrorKind::kInput);
    EXPECT_FALSE(talk.flow->IsFinished());
  }
  talk.Say(std::move(right));
  EXPECT_TRUE(talk.IsSending());
}

template <class... Items>
std::vector<WrongAnswer> List(Items&&... items) {
  std::vector<WrongAnswer> list;
  (list.push_back(std::forward<Items>(items)), ...);
  return list;
}

TEST(SignInAnswersTest, ACodeIsFourToTenDigits) {
  for (void (*begin)(Conversation&) : {BeginAsking, BeginSetup}) {
    for (const std::string_view right : {"1234", "1234567890", "123 456", "12-34-56", " 1 2 3 4 "}) {
      Conversation talk;
      begin(talk);
      std::vector<WrongAnswer> wrong;
      for (const std::string_view text :
           {"", "   ", "123", "12345678901", "12345a", "abcdef", "123.456", "-", "１２３４５６", "123456\n", "+123456"}) {
        wrong.push_back({ErrorCode::kCodeMalformed, "code", Code(text)});
      }
      wrong.push_back({ErrorCode::kCodeMalformed, "code", Code(std::string_view("1234\0005", 6))});
      ExpectRefusals(talk, std::move(wrong), Code(right));
    }
  }
}

TEST(SignInAnswersTest, AChoiceIsOneOfThoseOffered) {
  Conversation talk;
  BeginVerifying(talk);
  talk.Receive(AskFor("SELECT_MFA_TYPE", "s1", {{"MFAS_CAN_CHOOSE", R"(["SMS_MFA","SOFTWARE_TOKEN_MFA"])"}}));
  ExpectRefusals(talk,
                 List(WrongAnswer{ErrorCode::kChoiceNotOffered, "choice", {}},
                      WrongAnswer{ErrorCode::kChoiceNotOffered, "choice", {.choice = "sms_mfa"}},
                      WrongAnswer{ErrorCode::kChoiceNotOffered, "choice", {.choice = "EMAIL_OTP"}}),
                 {.choice = "SMS_MFA"});
}

TEST(SignInAnswersTest, ANewPasswordComesWithEveryAttributeThatIsRequired) {
  Conversation talk;
  BeginVerifying(talk);
  talk.Receive(AskFor("NEW_PASSWORD_REQUIRED", "s", {{"requiredAttributes", R"(["userAttributes.name"])"}}));
  ExpectRefusals(talk,
                 List(WrongAnswer{ErrorCode::kNewPasswordRequired, "newPassword", NewPassword("", {{"name", "Zoë"}})},
                      WrongAnswer{ErrorCode::kTextNotUtf8, "newPassword", NewPassword("\xFF", {{"name", "Zoë"}})},
                      WrongAnswer{ErrorCode::kAttributeRequired, "name", NewPassword("new")},
                      WrongAnswer{ErrorCode::kAttributeRequired, "name", NewPassword("new", {{"name", ""}})},
                      WrongAnswer{ErrorCode::kTextNotUtf8, "attributes", NewPassword("new", {{"name", "\xC3"}})}),
                 NewPassword("new", {{"name", "Zoë"}}));
}

TEST(SignInAnswersTest, ADevicesNameIsUtf8) {
  Conversation talk;
  BeginSetup(talk);
  Answer answer = Code("123456");
  answer.device_name = "\xED\xA0\x80";  // a surrogate
  ExpectRefusals(talk, List(WrongAnswer{ErrorCode::kTextNotUtf8, "deviceName", std::move(answer)}), Code("123456"));
}

// --- no randomness ---

TEST(SignInAnswersTest, WithoutRandomnessNothingIsSent) {
  Conversation talk;
  talk.random.works = false;
  talk.Open(SignIn(UserPool::ClarisId(), test::kUsername, SecretBytes(test::kPassword), talk.random, test::Precomputed()));
  talk.Start();
  ExpectCode(ErrorCode::kRandomUnavailable, talk.FailedWith());
  EXPECT_TRUE(talk.flow->IsFinished());
}

TEST(SignInAnswersTest, WithoutRandomnessNoSecondBeginningIsMade) {
  Conversation lost;
  BeginVerifying(lost);
  lost.random.works = false;
  lost.Receive(test::NoAnswer());
  ExpectCode(ErrorCode::kRandomUnavailable, lost.FailedWith());
  EXPECT_TRUE(lost.flow->IsFinished());

  Conversation expired;
  BeginAsking(expired);
  expired.random.works = false;
  expired.SayCode("123456");
  expired.Receive(test::Refusal("NotAuthorizedException", "Invalid session for the user, session is expired."));
  ExpectCode(ErrorCode::kRandomUnavailable, expired.FailedWith());
  EXPECT_TRUE(expired.flow->IsFinished());
}

// --- memory ---

// Signs in with the canary as password and looks for it while `end` finishes the flow.
void ExpectPasswordWiped(const std::function<void(Conversation&)>& end, bool ends = true) {
  constexpr std::string_view kCanary = "correct horse battery canary";
  Conversation talk;
  MemoryWatch watch(kCanary);
  {
    SecretBytes password;
    for (const char c : kCanary) password.Append(c);  // grows five times
    talk.Open(SignIn(UserPool::ClarisId(), test::kUsername, std::move(password), talk.random, test::Precomputed()));
  }
  talk.Start();
  EXPECT_EQ(watch.Held(), 1) << "the watch sees nothing";
  talk.Receive(test::PasswordVerifier());
  talk.Receive(AskFor("SMS_MFA", "session-1"));
  EXPECT_EQ(watch.Held(), 1);
  end(talk);
  EXPECT_EQ(talk.flow->IsFinished(), ends);
  if (ends) {
    EXPECT_EQ(watch.Held(), 0);
  }
  talk.flow.reset();
  EXPECT_EQ(watch.Held(), 0);
  EXPECT_EQ(watch.Freed(), 0);
}

TEST(SignInAnswersTest, ThePasswordIsGoneWhenTheTokensCome) {
  ExpectPasswordWiped([](Conversation& talk) {
    talk.SayCode("123456");
    talk.Receive(test::TokensReply());
  });
}

TEST(SignInAnswersTest, ThePasswordIsGoneWhenItFails) {
  ExpectPasswordWiped([](Conversation& talk) {
    talk.SayCode("123456");
    talk.Receive(test::Refusal("ForbiddenException", "no"));
  });
}

TEST(SignInAnswersTest, ThePasswordIsGoneWithTheFlow) {
  ExpectPasswordWiped([](Conversation& /*talk*/) {}, /*ends=*/false);
}

TEST(SignInAnswersTest, ACodeAndANewPasswordAreGoneWhenTheTokensCome) {
  constexpr std::string_view kCanary = "a new canary of a password";
  Conversation talk;
  BeginVerifying(talk);
  talk.Receive(AskFor("NEW_PASSWORD_REQUIRED", "s"));
  MemoryWatch watch(kCanary);
  {
    Answer answer;
    answer.new_password = SecretBytes(kCanary);
    talk.Say(std::move(answer));
  }
  EXPECT_GE(watch.Held(), 1);
  talk.Receive(test::TokensReply());
  ASSERT_TRUE(talk.IsDone());
  EXPECT_EQ(watch.Held(), 0);
  EXPECT_EQ(watch.Freed(), 0);

  Conversation other;
  BeginAsking(other);
  MemoryWatch code_watch("9182736450");
  other.SayCode("91 82 73-64 50");
  other.Receive(test::TokensReply());
  EXPECT_EQ(code_watch.Held() + code_watch.Freed(), 0);
}

}  // namespace
}  // namespace fmid
