#include "cognito/auth_reply.h"

#include <algorithm>

#include "bytes/date_text.h"
#include "bytes/text.h"

namespace fmid::cognito {
namespace {

struct KindName {
  ChallengeKind kind;
  std::string_view name;
  std::string_view code_parameter;
};

constexpr KindName kKinds[] = {
    {ChallengeKind::kSmsMfa, "SMS_MFA", "SMS_MFA_CODE"},
    {ChallengeKind::kSoftwareTokenMfa, "SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA_CODE"},
    {ChallengeKind::kEmailOtp, "EMAIL_OTP", "EMAIL_OTP_CODE"},
    {ChallengeKind::kSmsOtp, "SMS_OTP", "SMS_OTP_CODE"},
    {ChallengeKind::kSelectMfaType, "SELECT_MFA_TYPE", ""},
    {ChallengeKind::kNewPasswordRequired, "NEW_PASSWORD_REQUIRED", ""},
    {ChallengeKind::kMfaSetup, "MFA_SETUP", ""},
};

constexpr std::string_view kAttributePrefix = "userAttributes.";

// Cognito puts lists into ChallengeParameters as JSON inside a string.
std::vector<std::string> ReadList(json::Value parameter) {
  std::vector<std::string> list;
  const auto document = json::Document::Parse(parameter.TextOrEmpty());
  if (!document || !document->Root().IsArray()) return list;
  for (const json::Value item : document->Root().Children()) {
    if (const auto text = item.Text(); text && !text->empty()) list.emplace_back(*text);
  }
  return list;
}

bool Contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// A challenge's name as an error may show it: without digits, which no name of theirs has; codes and tokens have.
std::string ShowName(std::string_view name) {
  std::string shown(name.substr(0, 64));
  std::replace_if(shown.begin(), shown.end(), [](char c) { return (!IsAlphanumeric(c) || IsDigit(c)) && c != '_'; }, '?');
  return shown;
}

// "123 456" and "123-456" are what people copy. 4 to 10 digits: SMS and authenticator codes have 6, e-mail codes 8.
bool NormalizeCode(SecretBytes& code) {
  SecretBytes digits;
  digits.Reserve(code.size());
  for (const char c : code.RevealText()) {
    if (c == ' ' || c == '-') continue;
    if (!IsDigit(c)) return false;
    digits.Append(c);
  }
  code = std::move(digits);
  return code.size() >= 4 && code.size() <= 10;
}

}  // namespace

std::string_view CodeParameter(ChallengeKind kind) {
  for (const KindName& entry : kKinds) {
    if (entry.kind == kind) return entry.code_parameter;
  }
  return {};
}

std::int64_t ClockOffset(const HttpResponse& response, UnixMillis now) {
  const UnixMillis server = ParseHttpDate(response.Header("Date"));
  if (server == 0) return 0;
  // The header has whole seconds, and two clocks that are set by the network differ by less than another one: within that, they agree.
  constexpr std::int64_t kTolerance = 2000;
  const std::int64_t behind = BeganAt(response, now) - server;
  if (behind >= kTolerance) return -behind;
  return server - now >= kTolerance ? server - now : 0;
}

UnixMillis BeganAt(const HttpResponse& response, UnixMillis now) { return response.sent_at == 0 ? now : std::min(response.sent_at, now); }

Result<Tokens> ReadTokens(json::Value reply, std::string_view refresh_token, UnixMillis began) {
  const json::Value result = reply["AuthenticationResult"];
  const auto missing = [](std::string_view field) {
    return Fail(ErrorCode::kResponseMalformed, "AuthenticationResult." + std::string(field));
  };
  Tokens tokens;
  tokens.began_at = began;
  tokens.access_token = SecretBytes(result["AccessToken"].TextOrEmpty());
  tokens.id_token = SecretBytes(result["IdToken"].TextOrEmpty());
  const std::string_view fresh = result["RefreshToken"].TextOrEmpty();
  tokens.refresh_token = SecretBytes(fresh.empty() ? refresh_token : fresh);
  tokens.expires_in_seconds = result["ExpiresIn"].Integer().value_or(0);
  const json::Value device = result["NewDeviceMetadata"];
  tokens.device.key = std::string(device["DeviceKey"].TextOrEmpty());
  tokens.device.group_key = std::string(device["DeviceGroupKey"].TextOrEmpty());
  if (tokens.access_token.empty()) return missing("AccessToken");
  if (tokens.id_token.empty()) return missing("IdToken");
  if (tokens.refresh_token.empty()) return missing("RefreshToken");
  if (tokens.expires_in_seconds <= 0) return missing("ExpiresIn");
  return tokens;
}

Result<Challenge> ReadChallenge(json::Value reply) {
  const std::string_view name = reply["ChallengeName"].TextOrEmpty();
  if (name.empty()) return Fail(ErrorCode::kResponseMalformed, "ChallengeName");
  const auto kind = std::find_if(std::begin(kKinds), std::end(kKinds), [&](const KindName& k) { return k.name == name; });
  if (kind == std::end(kKinds)) return Fail(ErrorCode::kChallengeUnsupported, ShowName(name));

  const json::Value parameters = reply["ChallengeParameters"];
  Challenge challenge;
  challenge.kind = kind->kind;
  challenge.name = std::string(name);
  challenge.delivery_medium = std::string(parameters["CODE_DELIVERY_DELIVERY_MEDIUM"].TextOrEmpty());
  challenge.delivery_destination = std::string(parameters["CODE_DELIVERY_DESTINATION"].TextOrEmpty());
  challenge.friendly_device_name = std::string(parameters["FRIENDLY_DEVICE_NAME"].TextOrEmpty());
  switch (challenge.kind) {
    case ChallengeKind::kSelectMfaType:
      challenge.choices = ReadList(parameters["MFAS_CAN_CHOOSE"]);
      if (challenge.choices.empty()) return Fail(ErrorCode::kResponseMalformed, "MFAS_CAN_CHOOSE");
      break;
    case ChallengeKind::kNewPasswordRequired:
      for (const std::string& attribute : ReadList(parameters["requiredAttributes"])) {
        const bool prefixed = attribute.starts_with(kAttributePrefix);
        challenge.required_attributes.push_back(prefixed ? attribute.substr(kAttributePrefix.size()) : attribute);
      }
      break;
    case ChallengeKind::kMfaSetup:
      if (!Contains(ReadList(parameters["MFAS_CAN_SETUP"]), "SOFTWARE_TOKEN_MFA")) {
        return Fail(ErrorCode::kChallengeUnsupported, "MFA_SETUP without SOFTWARE_TOKEN_MFA");
      }
      break;
    case ChallengeKind::kSmsMfa:
    case ChallengeKind::kSoftwareTokenMfa:
    case ChallengeKind::kEmailOtp:
    case ChallengeKind::kSmsOtp: break;
  }
  return challenge;
}

std::optional<Error> CheckAnswer(const Challenge& challenge, Answer& answer) {
  switch (challenge.kind) {
    case ChallengeKind::kSelectMfaType:
      if (!Contains(challenge.choices, answer.choice)) return Error(ErrorCode::kChoiceNotOffered, "choice");
      return std::nullopt;
    case ChallengeKind::kNewPasswordRequired:
      if (answer.new_password.empty()) return Error(ErrorCode::kNewPasswordRequired, "newPassword");
      if (!IsUtf8(answer.new_password.RevealText())) return Error(ErrorCode::kTextNotUtf8, "newPassword");
      for (const std::string& required : challenge.required_attributes) {
        const bool given = std::any_of(answer.attributes.begin(), answer.attributes.end(),
                                       [&](const auto& pair) { return pair.first == required && !pair.second.empty(); });
        if (!given) return Error(ErrorCode::kAttributeRequired, required);
      }
      for (const auto& [name, value] : answer.attributes) {
        if (!IsUtf8(name) || !IsUtf8(value)) return Error(ErrorCode::kTextNotUtf8, "attributes");
      }
      return std::nullopt;
    case ChallengeKind::kMfaSetup:
      if (!IsUtf8(answer.device_name)) return Error(ErrorCode::kTextNotUtf8, "deviceName");
      [[fallthrough]];
    case ChallengeKind::kSmsMfa:
    case ChallengeKind::kSoftwareTokenMfa:
    case ChallengeKind::kEmailOtp:
    case ChallengeKind::kSmsOtp:
      if (!NormalizeCode(answer.code)) return Error(ErrorCode::kCodeMalformed, "code");
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace fmid::cognito
