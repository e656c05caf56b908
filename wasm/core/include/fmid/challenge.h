// What Cognito wants from the person after the password, and what the person says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fmid/error.h"
#include "fmid/secret.h"

namespace fmid {

enum class ChallengeKind : std::uint8_t {
  kSmsMfa,               // SMS_MFA: a code sent to a phone
  kSoftwareTokenMfa,     // SOFTWARE_TOKEN_MFA: a code from an authenticator app (RFC 6238)
  kEmailOtp,             // EMAIL_OTP
  kSmsOtp,               // SMS_OTP
  kSelectMfaType,        // SELECT_MFA_TYPE: one of `choices`
  kNewPasswordRequired,  // NEW_PASSWORD_REQUIRED, with `required_attributes`
  kMfaSetup,             // MFA_SETUP by authenticator app: enter `secret_code` there, answer with its first code
};

struct Challenge {
  ChallengeKind kind{};
  std::string name;                  // as Cognito spells it, "SMS_MFA"
  std::string delivery_medium;       // "SMS" | "EMAIL", or empty
  std::string delivery_destination;  // masked by Cognito, "+*******1234", or empty
  std::string friendly_device_name;  // of the authenticator, or empty
  std::vector<std::string> choices;  // as the server listed them; the answer echoes one of them
  std::vector<std::string> required_attributes;  // names without "userAttributes."
  SecretBytes secret_code;           // base32, for an authenticator app
  SecretBytes otpauth_uri;           // the same as a URI for a QR code
  // Why the same thing is asked again: a wrong code, a network failure, a password too weak. The sign-in itself is intact.
  std::optional<Error> previous_error;
  // The sign-in session had run out and was begun anew with the same password: a code sent earlier is void.
  bool restarted = false;
};

struct Answer {
  SecretBytes code;          // digits; spaces and hyphens are taken out
  std::string choice;        // one of Challenge::choices
  SecretBytes new_password;  // UTF-8
  std::vector<std::pair<std::string, std::string>> attributes;  // name without prefix, value
  std::string device_name;   // how the authenticator shall be called, may be empty
};

}  // namespace fmid
