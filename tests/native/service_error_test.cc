// What Cognito and FileMaker say no with, and what of it may be shown.
#include "cognito/service_error.h"

#include <gtest/gtest.h>

#include <array>

#include "bytes/text.h"
#include "conversation.h"
#include "filemaker/filemaker_error.h"
#include "flow/transport_error.h"

namespace fmid {
namespace {

using test::ExpectCode;
using test::RawReply;
using test::Refusal;
using test::Reply;

// docs/protocol.md §Error names.
constexpr struct {
  std::string_view exception, message;
  ErrorCode code;
} kCognito[] = {
    {"NotAuthorizedException", "Incorrect username or password.", ErrorCode::kWrongCredentials},
    {"NotAuthorizedException", "Password attempts exceeded", ErrorCode::kTooManyAttempts},
    {"NotAuthorizedException", "User is disabled.", ErrorCode::kUserDisabled},
    {"NotAuthorizedException", "Unable to login because of security reasons.", ErrorCode::kBlockedForSecurity},
    {"NotAuthorizedException", "Request not allowed due to security reasons.", ErrorCode::kBlockedForSecurity},
    {"NotAuthorizedException", "Invalid session for the user, session can only be used once.", ErrorCode::kSignInExpired},
    {"NotAuthorizedException", "Invalid session for the user, session is expired.", ErrorCode::kSignInExpired},
    {"NotAuthorizedException", "Invalid Refresh Token.", ErrorCode::kRefreshTokenInvalid},
    {"NotAuthorizedException", "Invalid Refresh Token", ErrorCode::kRefreshTokenInvalid},
    {"NotAuthorizedException", "Refresh Token has expired", ErrorCode::kRefreshTokenExpired},
    {"NotAuthorizedException", "Refresh Token has been revoked", ErrorCode::kRefreshTokenRevoked},
    {"NotAuthorizedException", "Access Token has been revoked", ErrorCode::kAccessTokenInvalid},
    {"NotAuthorizedException", "Access Token has expired", ErrorCode::kAccessTokenInvalid},
    {"NotAuthorizedException", "Invalid Access Token", ErrorCode::kAccessTokenInvalid},
    {"NotAuthorizedException", "Client 4l9 is configured with secret but SECRET_HASH was not received", ErrorCode::kClientSecretRequired},
    {"NotAuthorizedException", "Unable to verify secret hash for client 4l9", ErrorCode::kClientSecretRequired},
    {"NotAuthorizedException", "something new", ErrorCode::kNotAuthorized},
    {"NotAuthorizedException", "", ErrorCode::kNotAuthorized},
    {"UserNotFoundException", "User does not exist.", ErrorCode::kUserNotFound},
    {"UserNotConfirmedException", "User is not confirmed.", ErrorCode::kUserNotConfirmed},
    {"PasswordResetRequiredException", "Password reset required for the user", ErrorCode::kPasswordResetRequired},
    {"TooManyRequestsException", "Rate exceeded", ErrorCode::kThrottled},
    {"LimitExceededException", "Attempt limit exceeded, please try after some time.", ErrorCode::kLimitExceeded},
    {"TooManyFailedAttemptsException", "", ErrorCode::kTooManyAttempts},
    {"CodeMismatchException", "Invalid verification code provided, please try again.", ErrorCode::kWrongCode},
    {"CodeMismatchException", "Invalid code or auth state for the user.", ErrorCode::kWrongCode},
    {"ExpiredCodeException", "Your software token has already been used once.", ErrorCode::kCodeExpired},
    {"CodeDeliveryFailureException", "", ErrorCode::kCodeNotDelivered},
    {"InvalidParameterException", "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.", ErrorCode::kClockWrong},
    {"InvalidParameterException", "Missing required parameter SRP_A", ErrorCode::kParameterRefused},
    {"InvalidPasswordException", "Password not long enough", ErrorCode::kPasswordTooWeak},
    {"PasswordHistoryPolicyViolationException", "", ErrorCode::kPasswordUsedBefore},
    {"ResourceNotFoundException", "User pool client 4l9 does not exist.", ErrorCode::kPoolNotFound},
    {"ForbiddenException", "", ErrorCode::kForbidden},
    {"InternalErrorException", "", ErrorCode::kServiceFailed},
    {"UnexpectedLambdaException", "", ErrorCode::kTriggerFailed},
    {"UserLambdaValidationException", "PreAuthentication failed", ErrorCode::kTriggerFailed},
    {"InvalidLambdaResponseException", "", ErrorCode::kTriggerFailed},
    {"MFAMethodNotFoundException", "", ErrorCode::kMfaMethodMissing},
    {"SoftwareTokenMFANotFoundException", "", ErrorCode::kMfaMethodMissing},
    {"EnableSoftwareTokenMFAException", "Code mismatch", ErrorCode::kWrongCode},
    {"ConcurrentModificationException", "", ErrorCode::kConcurrentChange},
    {"RefreshTokenReuseException", "", ErrorCode::kRefreshTokenReused},
    {"TokenRevokedException", "", ErrorCode::kRefreshTokenRevoked},
    {"UnsupportedOperationException", "", ErrorCode::kRevokeUnsupported},
    {"UnsupportedTokenTypeException", "", ErrorCode::kRevokeUnsupported},
    {"UnauthorizedException", "", ErrorCode::kNotAuthorized},
    {"AliasExistsException", "", ErrorCode::kAliasExists},
    {"InvalidUserPoolConfigurationException", "", ErrorCode::kPoolMisconfigured},
    {"InvalidEmailRoleAccessPolicyException", "", ErrorCode::kPoolMisconfigured},
    {"InvalidSmsRoleAccessPolicyException", "", ErrorCode::kPoolMisconfigured},
    {"InvalidSmsRoleTrustRelationshipException", "", ErrorCode::kPoolMisconfigured},
    {"FeatureUnavailableInTierException", "", ErrorCode::kFeatureUnavailable},
    {"OperationNotEnabledException", "", ErrorCode::kFeatureUnavailable},
    {"SomethingNewException", "", ErrorCode::kServiceError},
};

Error ErrorOf(const HttpResponse& response) {
  const auto reply = cognito::ReadReply(response);
  EXPECT_FALSE(reply.has_value());
  return reply ? Error(ErrorCode::kInternal) : reply.error();
}

TEST(ServiceErrorTest, EveryExceptionHasItsCodeHoweverItIsNamed) {
  for (const auto& c : kCognito) {
    SCOPED_TRACE(std::string(c.exception) + ": " + std::string(c.message));
    const std::string name(c.exception);
    const test::Json body = {{"message", c.message}};
    for (const HttpResponse& response : std::array{
             Refusal(name, c.message), Refusal("com.amazonaws.cognito.identity.idp.model#" + name, c.message, 401),
             Refusal(name + ":http://internal.amazon.com/coral/com.amazonaws.cognito/", c.message),
             Reply({{"__type", name}, {"Message", c.message}}, 400), test::WithHeader(Reply(body, 400), "X-Amzn-ErrorType", name),
             test::WithHeader(Reply(body, 400), "x-amzn-errortype", name + ":http://internal.amazon.com/"),
             Refusal(name, c.message, 200)}) {  // by name, never by status
      const Error error = ErrorOf(response);
      ExpectCode(c.code, error.code);
      EXPECT_EQ(error.service_error, name);
      EXPECT_EQ(error.service_message, c.message);
      EXPECT_EQ(error.http_status, response.status);
    }
  }
}

TEST(ServiceErrorTest, WhatHasNoNameGoesByItsStatus) {
  const struct {
    std::string_view body;
    int status;
    ErrorCode code;
  } kCases[] = {
      {"{}", 400, ErrorCode::kResponseMalformed},    {"{}", 429, ErrorCode::kThrottled},
      {"{}", 500, ErrorCode::kServiceFailed},        {"", 503, ErrorCode::kServiceFailed},
      {"", 403, ErrorCode::kResponseNotJson},        {"<html>login to the hotel</html>", 302, ErrorCode::kResponseNotJson},
      {"<html></html>", 200, ErrorCode::kResponseNotJson}, {"", 200, ErrorCode::kResponseNotJson},
      {"[]", 200, ErrorCode::kResponseMalformed},    {"null", 200, ErrorCode::kResponseMalformed},
      {"{}", 0, ErrorCode::kNetworkFailed},          {"{}", 99, ErrorCode::kNetworkFailed},
      {"{}", 600, ErrorCode::kNetworkFailed},        {"{}", -1, ErrorCode::kNetworkFailed},
      {R"({"__type":"not a name!"})", 400, ErrorCode::kResponseMalformed},
      {R"({"__type":5})", 400, ErrorCode::kResponseMalformed},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(std::string(c.body) + " " + std::to_string(c.status));
    const Error error = ErrorOf(RawReply(c.body, c.status));
    ExpectCode(c.code, error.code);
    EXPECT_EQ(error.service_error, "");
  }
}

TEST(ServiceErrorTest, AnAnswerThatIsTooLargeIsNotRead) {
  const std::string body = R"({"a":")" + std::string(kMaxCognitoReply, 'x') + R"("})";
  ExpectCode(ErrorCode::kResponseTooLarge, ErrorOf(RawReply(body)).code);
}

TEST(ServiceErrorTest, EveryFailureOfTheTransportHasItsCode) {
  const std::pair<TransportFailure, ErrorCode> kCases[] = {
      {TransportFailure::kNetwork, ErrorCode::kNetworkFailed},    {TransportFailure::kOffline, ErrorCode::kOffline},
      {TransportFailure::kCorsRefused, ErrorCode::kCorsRefused},  {TransportFailure::kTimeout, ErrorCode::kTimeout},
      {TransportFailure::kAborted, ErrorCode::kAborted},          {TransportFailure::kTooLarge, ErrorCode::kResponseTooLarge}};
  for (const auto& [failure, code] : kCases) ExpectCode(code, ErrorOf(test::NoAnswer(failure)).code);
}

// --- FileMaker ---

TEST(ServiceErrorTest, WhatIsNoFileMakerCodeIsNotShown) {
  for (const std::string_view code : {"", "-", "--1", "1-2", "123456", "1.0", "0x1", " 9", "9 "}) {
    const auto reply = filemaker::ReadReply(Reply({{"messages", {{{"code", code}, {"message", "m"}}}}}), HostApi::kData);
    ASSERT_FALSE(reply.has_value()) << code;
    ExpectCode(ErrorCode::kResponseMalformed, reply.error().code);
    EXPECT_EQ(reply.error().filemaker_code, "");
  }
}

TEST(ServiceErrorTest, EveryFileMakerCodeHasItsOwn) {
  const std::pair<std::string_view, ErrorCode> kCases[] = {
      {"9", ErrorCode::kFmPrivileges},       {"10", ErrorCode::kFmDataMissing},      {"18", ErrorCode::kFmError},
      {"100", ErrorCode::kFmFileMissing},    {"101", ErrorCode::kFmRecordMissing},   {"102", ErrorCode::kFmFieldMissing},
      {"104", ErrorCode::kFmScriptMissing},  {"105", ErrorCode::kFmLayoutMissing},   {"210", ErrorCode::kFmAccountInactive},
      {"211", ErrorCode::kFmPasswordExpired}, {"212", ErrorCode::kFmAccountRefused}, {"214", ErrorCode::kFmTooManyAttempts},
      {"219", ErrorCode::kFmTeamRefused},    {"401", ErrorCode::kFmNoRecords},       {"802", ErrorCode::kFmFileUnavailable},
      {"952", ErrorCode::kFmSessionExpired}, {"953", ErrorCode::kFmLimitExceeded},   {"956", ErrorCode::kFmAdminSessions},
      {"1627", ErrorCode::kFmUnauthorized},  {"1630", ErrorCode::kFmError},          {"-1", ErrorCode::kFmError}};
  for (const auto& [filemaker_code, code] : kCases) {
    SCOPED_TRACE(filemaker_code);
    ExpectCode(code, filemaker::CodeFor(filemaker_code));
    for (const int status : {200, 401, 500}) {
      const test::Json messages = {{{"code", filemaker_code}, {"message", "Host's message"}}};
      const auto reply = filemaker::ReadReply(Reply({{"response", test::Json::object()}, {"messages", messages}}, status), HostApi::kData);
      ASSERT_FALSE(reply.has_value());
      ExpectCode(code, reply.error().code);
      EXPECT_EQ(reply.error().filemaker_code, filemaker_code);
      EXPECT_EQ(reply.error().service_message, "Host's message");
      EXPECT_EQ(reply.error().http_status, status);
    }
  }
}

// --- Redact ---

TEST(ServiceErrorTest, QuotedValuesAreTakenOut) {
  const std::pair<std::string_view, std::string_view> kCases[] = {
      {"Value 'hunter2' at 'password' failed to satisfy constraint", "Value '…' failed to satisfy constraint"},
      {"Value \"hunter2\" is bad", "Value '…' is bad"},
      {"'it's hunter2', user", "'…', user"},
      {"say \"it's hunter2\" twice", "say '…' twice"},
      {"value 'a\"hunter2' at \"b'hunter2\" end", "value '…' end"},
      {"value 'hunter2 without an end", "value '…'"},
      {"value=\"hunter2", "value='…'"},
      {"got b'hunter2' there", "got b'…' there"},
      {"got x\"hunter2\" there", "got x'…' there"},
      {"User's password doesn't fit", "User's password doesn't fit"},
      {"User's password 'hunter2' doesn't", "User's password '…'"},  // too much rather than too little
      {"bad=\"hunter2\" and 'hunter2", "bad='…'"},
      {"code 123456, 1234 of 999", "code …, … of 999"},
      {"", ""},
      {"plain", "plain"},
      {"'hunter2'", "'…'"},
      {"token eyJraWQiOiJodW50ZXIyIiwiYWxnIjoiUlMyNTYifQ is bad", "token … is bad"},
      {"two\nlines\tand\x7F" "del", "two lines and del"},
  };
  for (const auto& [message, safe] : kCases) EXPECT_EQ(Redact(message), safe) << message;
  EXPECT_EQ(Redact(std::string_view("nul\0byte", 8)), "nul byte");
  EXPECT_EQ(Redact("not UTF-8 \xFF"), "");
}

TEST(ServiceErrorTest, ALongMessageIsCutAtACharactersEdge) {
  for (const std::string_view unit : {"ab ", "ö", "山", "😀", "a ö山😀"}) {
    std::string message;
    while (message.size() < 1000) {
      const std::string safe = Redact(message);
      EXPECT_LE(safe.size(), 300U);
      EXPECT_TRUE(IsUtf8(safe));
      if (message.size() <= 297) {
        EXPECT_EQ(safe, message);
      }
      message += unit;
    }
    EXPECT_GE(Redact(message).size(), 290U);
    EXPECT_TRUE(Redact(message).ends_with("…"));
  }
}

TEST(ServiceErrorTest, NamesThatAreNoNamesAreNotShown) {
  for (const std::string_view name : {"hunter2 hunter2", "a/b", "", "#", ":", "🙂", "A-B", "123456", "A1"}) {
    EXPECT_EQ(ErrorOf(Refusal(name, "m")).service_error, "") << name;
  }
  EXPECT_EQ(ErrorOf(Refusal(std::string(64, 'a'), "m")).service_error, std::string(64, 'a'));
  EXPECT_EQ(ErrorOf(Refusal(std::string(65, 'a'), "m")).service_error, "");
}

}  // namespace
}  // namespace fmid
