// A sign-in that meets wrong codes, sessions that run out, lost answers and refusals.
#include <gtest/gtest.h>

#include "conversation.h"
#include "fmid/sign_in.h"
#include "srp/client.h"

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
using test::NoAnswer;
using test::Refusal;
using test::Reply;

constexpr std::string_view kOtherCode = "Invalid verification code provided, please try again.";
constexpr std::string_view kDoubtful = "Invalid code or auth state for the user.";
constexpr std::string_view kUsedSession = "Invalid session for the user, session can only be used once.";

// The same sign-in once more from its first request: a fresh A, no session of the old one, and `restarted` with the next question.
void ExpectNewBeginning(Conversation& talk, ErrorCode reason) {
  EXPECT_EQ(talk.SentOperation(), "InitiateAuth");
  ASSERT_GE(talk.random.drawn.size(), 2U);
  EXPECT_NE(talk.random.drawn.end()[-1], talk.random.drawn.end()[-2]);
  EXPECT_EQ(talk.SentBody()["AuthParameters"]["USERNAME"], test::kUsername);
  talk.Receive(test::PasswordVerifier());
  EXPECT_FALSE(talk.SentBody().contains("Session"));
  talk.Receive(AskFor("SMS_MFA", "session-9"));
  EXPECT_TRUE(talk.Asked().restarted);
  ASSERT_TRUE(talk.Asked().previous_error.has_value());
  ExpectCode(reason, talk.Asked().previous_error->code);
  talk.SayCode("654321");
  EXPECT_EQ(talk.SentBody()["Session"], "session-9");
}

TEST(SignInFaultsTest, AWrongCodeIsAskedForAgainInTheSameSession) {
  Conversation talk;
  BeginAsking(talk);
  for (int i = 0; i < 3; ++i) {
    talk.SayCode("000000");
    talk.Receive(Refusal("CodeMismatchException", kOtherCode));
    EXPECT_EQ(talk.Asked().kind, ChallengeKind::kSmsMfa);
    EXPECT_EQ(talk.Asked().delivery_destination, "+*******1234");
    EXPECT_FALSE(talk.Asked().restarted);
    ASSERT_TRUE(talk.Asked().previous_error.has_value());
    ExpectCode(ErrorCode::kWrongCode, talk.Asked().previous_error->code);
  }
  talk.SayCode("123456");
  EXPECT_EQ(talk.SentBody()["Session"], "session-1");
  talk.Receive(test::TokensReply());
  EXPECT_TRUE(talk.IsDone());
  EXPECT_EQ(talk.random.drawn.size(), 1U);
}

TEST(SignInFaultsTest, ASessionThatRanOutIsBegunAnew) {
  for (const std::string_view message : {kUsedSession, std::string_view("Invalid session for the user, session is expired.")}) {
    Conversation talk;
    BeginAsking(talk);
    talk.SayCode("123456");
    talk.Receive(Refusal("NotAuthorizedException", message));
    ExpectNewBeginning(talk, ErrorCode::kSignInExpired);
  }
}

TEST(SignInFaultsTest, AnExpiredCodeNeedsANewBeginning) {
  Conversation talk;
  BeginAsking(talk);
  talk.SayCode("123456");
  talk.Receive(Refusal("ExpiredCodeException", "Invalid code provided, please request a code again."));
  ExpectNewBeginning(talk, ErrorCode::kCodeExpired);
}

TEST(SignInFaultsTest, ADoubtfulRefusalTwiceInARowIsTheSession) {
  Conversation talk;
  BeginAsking(talk);
  talk.SayCode("000000");
  talk.Receive(Refusal("CodeMismatchException", kDoubtful));
  EXPECT_TRUE(talk.IsAsking());
  talk.SayCode("123456");
  talk.Receive(Refusal("CodeMismatchException", kDoubtful));
  ExpectNewBeginning(talk, ErrorCode::kWrongCode);
}

TEST(SignInFaultsTest, ADoubtfulRefusalIsForgottenOnceTheCodeItselfIsCalledWrong) {
  Conversation talk;
  BeginAsking(talk);
  for (int i = 0; i < 3; ++i) {
    for (const std::string_view message : {kDoubtful, kOtherCode}) {
      talk.SayCode("000000");
      talk.Receive(Refusal("CodeMismatchException", message));
      EXPECT_TRUE(talk.IsAsking());
    }
  }
}

TEST(SignInFaultsTest, ASetUpGoesOnAfterAWrongCodeAndBeginsAnewAfterItsSession) {
  Conversation talk;
  BeginSetup(talk);
  for (const HttpResponse& wrong : {Refusal("EnableSoftwareTokenMFAException", "Code mismatch"), Reply({{"Status", "ERROR"}})}) {
    talk.SayCode("000000");
    talk.Receive(wrong);
    EXPECT_EQ(talk.Asked().kind, ChallengeKind::kMfaSetup);
    EXPECT_EQ(talk.Asked().secret_code.RevealText(), "JBSWY3DPEHPK3PXP");
    ExpectCode(ErrorCode::kWrongCode, talk.Asked().previous_error->code);
  }
  talk.SayCode("123456");
  EXPECT_EQ(talk.SentBody()["Session"], "session-2");
  talk.Receive(Refusal("NotAuthorizedException", kUsedSession));
  ExpectNewBeginning(talk, ErrorCode::kSignInExpired);
}

TEST(SignInFaultsTest, ASecretThatIsNoBase32AndASetUpWithoutStatusAreMalformed) {
  for (const std::string_view secret : {"", "JBSW&issuer=Evil", "JBSW Y3DP", "<b>"}) {
    Conversation talk;
    BeginVerifying(talk);
    talk.Receive(AskFor("MFA_SETUP", "s1", {{"MFAS_CAN_SETUP", R"(["SOFTWARE_TOKEN_MFA"])"}}));
    talk.Receive({{"SecretCode", secret}, {"Session", "s2"}});
    ExpectCode(ErrorCode::kResponseMalformed, talk.FailedWith());
    EXPECT_EQ(talk.Failed().detail, "SecretCode");
  }
  Conversation talk;
  BeginSetup(talk);
  talk.SayCode("123456");
  talk.Receive(Reply({{"Session", "s3"}}));
  ExpectCode(ErrorCode::kResponseMalformed, talk.FailedWith());
  EXPECT_EQ(talk.Failed().detail, "Status");
}

TEST(SignInFaultsTest, AServerThatEndsEverySessionAtOnceIsNotAskedForEver) {
  Conversation talk;
  BeginVerifying(talk);
  const Json setup = AskFor("MFA_SETUP", "s1", {{"MFAS_CAN_SETUP", R"(["SOFTWARE_TOKEN_MFA"])"}});
  int rounds = 0;
  while (talk.IsSending() && ++rounds < 20) {
    const std::string operation = talk.SentOperation();
    if (operation == "InitiateAuth") talk.Receive(test::PasswordVerifier());
    else if (operation == "RespondToAuthChallenge") talk.Receive(setup);
    else talk.Receive(Refusal("NotAuthorizedException", kUsedSession));
  }
  ExpectCode(ErrorCode::kSignInExpired, talk.FailedWith());
  EXPECT_TRUE(talk.flow->IsFinished());
}

// The new password is out as an answer.
void BeginNewPassword(Conversation& talk, std::string_view new_password) {
  BeginVerifying(talk);
  talk.Receive(AskFor("NEW_PASSWORD_REQUIRED", "s1"));
  Answer answer;
  answer.new_password = SecretBytes(new_password);
  talk.Say(std::move(answer));
}

// InitiateAuth is out; the proof that follows is made with `password`.
void ExpectProofWith(Conversation& talk, std::string_view password) {
  ASSERT_EQ(talk.SentOperation(), "InitiateAuth");
  talk.Receive(test::PasswordVerifier());
  const auto key_pair = srp::KeyPair::FromPrivateKey(SecretBytes(std::span<const std::uint8_t>(talk.random.drawn.back())), test::Precomputed());
  const auto claim = srp::PasswordClaim(*key_pair, {test::kSalt, test::kB, test::kSecretBlock},
                                        {"NqkuZcXQY", test::kUserId, AsBytes(password)}, "Tue Sep 5 07:08:09 UTC 2023", test::Precomputed());
  EXPECT_EQ(talk.SentBody()["ChallengeResponses"]["PASSWORD_CLAIM_SIGNATURE"], *claim);
}

TEST(SignInFaultsTest, ANewPasswordIsWhatALaterBeginningSignsInWith) {
  Conversation talk;
  BeginNewPassword(talk, "the new one");
  talk.Receive(AskFor("SMS_MFA", "s2"));
  talk.SayCode("123456");
  talk.Receive(Refusal("NotAuthorizedException", kUsedSession));
  ExpectProofWith(talk, "the new one");
}

// Each gives the person's last answer up as lost: nothing says whether Cognito has taken the new password.
const struct {
  std::string_view name;
  void (*lose)(Conversation&);
} kLosses[] = {{"no network, sent again",
                [](Conversation& talk) {
                  talk.Receive(NoAnswer());
                  talk.WaitOver();
                }},
               {"a fault inside the service, sent again",
                [](Conversation& talk) {
                  talk.Receive(Refusal("InternalErrorException", "oops", 500));
                  talk.WaitOver();
                }},
               {"a time-out, and the person says it once more",
                [](Conversation& talk) {
                  talk.Receive(NoAnswer(TransportFailure::kTimeout));
                  ASSERT_EQ(talk.Asked().kind, ChallengeKind::kNewPasswordRequired);
                  Answer answer;
                  answer.new_password = SecretBytes("the new one");
                  talk.Say(std::move(answer));
                }},
               {"an answer that is no JSON, and the person says another",
                [](Conversation& talk) {
                  talk.Receive(test::RawReply("<html>hotel</html>"));
                  Answer answer;
                  answer.new_password = SecretBytes("another");
                  talk.Say(std::move(answer));
                }}};

TEST(SignInFaultsTest, ANewPasswordWhoseAnswerWasLostIsGoneOnWith) {
  for (const auto& loss : kLosses) {
    SCOPED_TRACE(loss.name);
    Conversation talk;
    BeginNewPassword(talk, "the new one");
    loss.lose(talk);
    talk.Receive(Refusal("NotAuthorizedException", kUsedSession));
    ExpectProofWith(talk, "the new one");
    talk.Receive(test::TokensReply());
    EXPECT_TRUE(talk.IsDone());
  }
}

TEST(SignInFaultsTest, ANewPasswordThatWasLostOnItsWayIsGivenUpForTheOldOne) {
  for (const auto& loss : kLosses) {
    SCOPED_TRACE(loss.name);
    Conversation talk;
    BeginNewPassword(talk, "the new one");
    loss.lose(talk);
    talk.Receive(Refusal("NotAuthorizedException", "Invalid session for the user, session is expired."));
    ExpectProofWith(talk, "the new one");
    talk.Receive(Refusal("NotAuthorizedException", "Incorrect username or password."));
    ExpectProofWith(talk, test::kPassword);
    talk.Receive(AskFor("NEW_PASSWORD_REQUIRED", "s2"));
    EXPECT_TRUE(talk.Asked().restarted);
  }
  Conversation wrong;
  BeginNewPassword(wrong, "the new one");
  kLosses[0].lose(wrong);
  wrong.Receive(Refusal("NotAuthorizedException", kUsedSession));
  for (const std::string_view password : {std::string_view("the new one"), test::kPassword}) {
    ExpectProofWith(wrong, password);
    wrong.Receive(Refusal("NotAuthorizedException", "Incorrect username or password."));
  }
  ExpectCode(ErrorCode::kWrongCredentials, wrong.FailedWith());
}

TEST(SignInFaultsTest, AfterARefusalInTheSameSessionALostNewPasswordIsForgotten) {
  Conversation talk;
  BeginNewPassword(talk, "weak");
  talk.Receive(NoAnswer(TransportFailure::kTimeout));
  Answer answer;
  answer.new_password = SecretBytes("weak");
  talk.Say(std::move(answer));
  talk.Receive(Refusal("InvalidPasswordException", "Password did not conform with policy: Password not long enough"));
  Answer other;
  other.new_password = SecretBytes("strong");
  talk.Say(std::move(other));
  talk.Receive(Refusal("NotAuthorizedException", kUsedSession));
  ExpectProofWith(talk, test::kPassword);
}

TEST(SignInFaultsTest, APasswordThatIsRefusedIsAskedForAgainAndNotKept) {
  Conversation talk;
  BeginNewPassword(talk, "weak");
  talk.Receive(Refusal("InvalidPasswordException", "Password did not conform with policy: Password not long enough"));
  ExpectCode(ErrorCode::kPasswordTooWeak, talk.Asked().previous_error->code);
  EXPECT_EQ(talk.Asked().previous_error->service_message, "Password did not conform with policy: Password not long enough");
}

// --- no answer ---

TEST(SignInFaultsTest, ALostAnswerToTheProofBeginsAnewTwiceAndThenIsReported) {
  Conversation talk;
  BeginVerifying(talk);
  for (int lost = 0; lost < 2; ++lost) {
    talk.Receive(NoAnswer());
    EXPECT_LE(talk.Waits(), 400U);
    talk.WaitOver();
    EXPECT_EQ(talk.SentOperation(), "InitiateAuth");
    EXPECT_NE(talk.random.drawn.end()[-1], talk.random.drawn.end()[-2]);
    talk.Receive(test::PasswordVerifier());
    EXPECT_EQ(talk.SentBody()["ChallengeName"], "PASSWORD_VERIFIER");
  }
  talk.Receive(NoAnswer());
  ExpectCode(ErrorCode::kNetworkFailed, talk.FailedWith());
  EXPECT_EQ(talk.random.drawn.size(), 3U);
}

TEST(SignInFaultsTest, ThrottlingAndFaultsInsideTheServiceRepeatTheSameRequestTwice) {
  const auto faults = [] {
    std::vector<HttpResponse> list;
    list.push_back(Refusal("TooManyRequestsException", "Rate exceeded", 400));
    list.push_back(Reply({{"message", "slow down"}}, 429));
    list.push_back(Refusal("InternalErrorException", "oops", 500));
    list.push_back(test::RawReply("<html>bad gateway</html>", 502));
    return list;
  };
  for (const HttpResponse& fault : faults()) {
    for (void (*begin)(Conversation&) : {BeginSignIn, BeginVerifying}) {
      Conversation talk;
      begin(talk);
      const std::string body(talk.Sent().body.RevealText());
      for (int attempt = 1; attempt <= 2; ++attempt) {
        talk.Receive(fault);
        EXPECT_LE(talk.Waits(), 100U << attempt);
        talk.WaitOver();
        EXPECT_EQ(talk.Sent().body.RevealText(), body);
      }
      talk.Receive(fault);
      const ErrorCode code = talk.FailedWith();
      EXPECT_TRUE(code == ErrorCode::kThrottled || code == ErrorCode::kServiceFailed) << CodeText(code);
      EXPECT_EQ(talk.Failed().http_status, fault.status);
    }
  }
}

TEST(SignInFaultsTest, ALostAnswerToACodeKeepsTheQuestionAlive) {
  Conversation talk;
  BeginAsking(talk);
  talk.SayCode("123456");
  for (int attempt = 1; attempt <= 2; ++attempt) {
    talk.Receive(NoAnswer());
    EXPECT_TRUE(talk.IsWaiting());
    talk.WaitOver();
    EXPECT_EQ(talk.SentBody()["ChallengeResponses"]["SMS_MFA_CODE"], "123456");
  }
  talk.Receive(NoAnswer());
  ExpectCode(ErrorCode::kNetworkFailed, talk.Asked().previous_error->code);
  for (const TransportFailure failure : {TransportFailure::kOffline, TransportFailure::kTimeout, TransportFailure::kCorsRefused}) {
    talk.SayCode("123456");
    talk.Receive(NoAnswer(failure));
    EXPECT_EQ(talk.Asked().previous_error->http_status, 0);
  }
  talk.SayCode("123456");
  talk.Receive(NoAnswer(TransportFailure::kAborted));
  ExpectCode(ErrorCode::kAborted, talk.FailedWith());
}

TEST(SignInFaultsTest, APermanentRefusalEndsItAfterOneRequest) {
  const struct {
    std::string_view exception, message;
    ErrorCode code;
  } kCases[] = {{"NotAuthorizedException", "Incorrect username or password.", ErrorCode::kWrongCredentials},
                {"NotAuthorizedException", "Password attempts exceeded", ErrorCode::kTooManyAttempts},
                {"UserNotFoundException", "User does not exist.", ErrorCode::kUserNotFound},
                {"InvalidParameterException", "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.", ErrorCode::kClockWrong},
                {"NotAuthorizedException", kUsedSession, ErrorCode::kSignInExpired}};
  for (const auto& c : kCases) {
    for (void (*begin)(Conversation&) : {BeginSignIn, BeginVerifying}) {
      Conversation talk;
      begin(talk);
      talk.Receive(Refusal(c.exception, c.message));
      ExpectCode(c.code, talk.FailedWith());
      EXPECT_EQ(talk.Failed().service_error, c.exception);
      EXPECT_EQ(talk.Failed().service_message, c.message);
      EXPECT_EQ(talk.Failed().http_status, 400);
      EXPECT_TRUE(talk.flow->IsFinished());
    }
  }
}

TEST(SignInFaultsTest, AnUnknownChallengeIsNamed) {
  for (void (*begin)(Conversation&) : {BeginSignIn, BeginVerifying}) {
    for (const std::string_view name : {"WEB_AUTHN", "DEVICE_SRP_AUTH", "CUSTOM_CHALLENGE"}) {
      Conversation talk;
      begin(talk);
      talk.Receive(AskFor(name, "s"));
      ExpectCode(ErrorCode::kChallengeUnsupported, talk.FailedWith());
      EXPECT_EQ(talk.Failed().detail, name);
    }
  }
  Conversation talk;
  BeginVerifying(talk);
  talk.Receive(AskFor("MFA_SETUP", "s", {{"MFAS_CAN_SETUP", R"(["SMS_MFA"])"}}));
  ExpectCode(ErrorCode::kChallengeUnsupported, talk.FailedWith());
}

TEST(SignInFaultsTest, AnAuthenticationResultThatIsNullIsNone) {
  Conversation talk;
  BeginVerifying(talk);
  Json reply = AskFor("SMS_MFA", "s");
  reply["AuthenticationResult"] = nullptr;
  talk.Receive(reply);
  EXPECT_EQ(talk.Asked().kind, ChallengeKind::kSmsMfa);
}

}  // namespace
}  // namespace fmid
