#include "cognito/service_error.h"

#include <algorithm>
#include <string>

#include "bytes/text.h"
#include "flow/transport_error.h"

namespace fmid::cognito {
namespace {

struct Mapping {
  std::string_view exception;
  std::string_view message_part;  // found anywhere in the message; "" is any message
  ErrorCode code;
};

// The first row that fits counts. Messages: ministack #1758 and floci's recorded answers of the real service, amplify-js; docs/protocol.md §Error names.
constexpr Mapping kMappings[] = {
    {"NotAuthorizedException", "Incorrect username or password", ErrorCode::kWrongCredentials},
    {"NotAuthorizedException", "Password attempts exceeded", ErrorCode::kTooManyAttempts},
    {"NotAuthorizedException", "User is disabled", ErrorCode::kUserDisabled},
    {"NotAuthorizedException", "security reasons", ErrorCode::kBlockedForSecurity},
    {"NotAuthorizedException", "Invalid session", ErrorCode::kSignInExpired},
    {"NotAuthorizedException", "session is expired", ErrorCode::kSignInExpired},
    {"NotAuthorizedException", "Invalid Refresh Token", ErrorCode::kRefreshTokenInvalid},
    {"NotAuthorizedException", "Refresh Token has expired", ErrorCode::kRefreshTokenExpired},
    {"NotAuthorizedException", "Refresh Token has been revoked", ErrorCode::kRefreshTokenRevoked},
    {"NotAuthorizedException", "Access Token", ErrorCode::kAccessTokenInvalid},
    {"NotAuthorizedException", "SecretHash", ErrorCode::kClientSecretRequired},
    {"NotAuthorizedException", "SECRET_HASH", ErrorCode::kClientSecretRequired},
    {"NotAuthorizedException", "secret hash", ErrorCode::kClientSecretRequired},
    {"NotAuthorizedException", "", ErrorCode::kNotAuthorized},
    {"UserNotFoundException", "", ErrorCode::kUserNotFound},
    {"UserNotConfirmedException", "", ErrorCode::kUserNotConfirmed},
    {"PasswordResetRequiredException", "", ErrorCode::kPasswordResetRequired},
    {"TooManyRequestsException", "", ErrorCode::kThrottled},
    {"ThrottlingException", "", ErrorCode::kThrottled},
    {"LimitExceededException", "", ErrorCode::kLimitExceeded},
    {"TooManyFailedAttemptsException", "", ErrorCode::kTooManyAttempts},
    {"CodeMismatchException", "", ErrorCode::kWrongCode},
    {"EnableSoftwareTokenMFAException", "", ErrorCode::kWrongCode},
    {"ExpiredCodeException", "", ErrorCode::kCodeExpired},
    {"CodeDeliveryFailureException", "", ErrorCode::kCodeNotDelivered},
    {"InvalidParameterException", "TIMESTAMP", ErrorCode::kClockWrong},
    {"InvalidParameterException", "", ErrorCode::kParameterRefused},
    {"InvalidPasswordException", "", ErrorCode::kPasswordTooWeak},
    {"PasswordHistoryPolicyViolationException", "", ErrorCode::kPasswordUsedBefore},
    {"ResourceNotFoundException", "", ErrorCode::kPoolNotFound},
    {"ForbiddenException", "", ErrorCode::kForbidden},
    {"InternalErrorException", "", ErrorCode::kServiceFailed},
    {"ServiceUnavailableException", "", ErrorCode::kServiceFailed},
    {"UnexpectedLambdaException", "", ErrorCode::kTriggerFailed},
    {"UserLambdaValidationException", "", ErrorCode::kTriggerFailed},
    {"InvalidLambdaResponseException", "", ErrorCode::kTriggerFailed},
    {"MFAMethodNotFoundException", "", ErrorCode::kMfaMethodMissing},
    {"SoftwareTokenMFANotFoundException", "", ErrorCode::kMfaMethodMissing},
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
};

// "com.amazonaws…#NotAuthorizedException" or "NotAuthorizedException:http://…" → "NotAuthorizedException"; "" where it is no name.
std::string_view ExceptionName(std::string_view type) {
  type = type.substr(type.find('#') + 1);
  type = type.substr(0, type.find(':'));
  // No name of theirs has a digit; codes and tokens have.
  const auto is_letter = [](char c) { return IsAlphanumeric(c) && !IsDigit(c); };
  const bool is_name = !type.empty() && type.size() <= 64 && std::all_of(type.begin(), type.end(), is_letter);
  return is_name ? type : std::string_view();
}

}  // namespace

ErrorCode CodeFor(std::string_view exception, std::string_view message, int http_status) {
  for (const Mapping& mapping : kMappings) {
    if (mapping.exception == exception && message.find(mapping.message_part) != std::string_view::npos) return mapping.code;
  }
  if (http_status == 429) return ErrorCode::kThrottled;
  if (http_status >= 500) return ErrorCode::kServiceFailed;
  return ErrorCode::kServiceError;
}

Result<json::Document> ReadReply(const HttpResponse& response) {
  if (auto failure = TransportError(response, kMaxCognitoReply)) return Fail(*std::move(failure));
  Result<json::Document> document = json::Document::Parse(response.body.RevealText());
  std::string_view exception;
  std::string_view message;
  if (document) {
    const json::Value root = document->Root();
    exception = ExceptionName(root["__type"].TextOrEmpty());
    message = root["message"].Text().value_or(root["Message"].TextOrEmpty());
  }
  if (exception.empty()) exception = ExceptionName(response.Header("x-amzn-errortype"));

  const bool accepted = response.status >= 200 && response.status < 300 && exception.empty();
  if (accepted && document && document->Root().IsObject()) return document;

  Error error = ErrorOf(ErrorCode::kServiceError, response);
  if (accepted) {
    error.code = document ? ErrorCode::kResponseMalformed : document.error().code;
    error.detail = document ? "object" : document.error().detail;
    return Fail(std::move(error));
  }
  // A proxy's page, a load balancer's: an answer, but not Cognito's.
  const bool foreign = exception.empty() && response.status != 429 && response.status < 500;
  error.code = foreign ? ErrorCode::kResponseNotJson : CodeFor(exception, message, response.status);
  if (foreign && document) error.code = ErrorCode::kResponseMalformed;
  error.service_error = std::string(exception);
  error.service_message = Redact(message);
  return Fail(std::move(error));
}

}  // namespace fmid::cognito
