// Errors as values: what went wrong, as a stable code, and what a developer needs to look it up. Nothing in here is ever a secret.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fmid {

enum class ErrorKind : std::uint8_t { kInput, kEnvironment, kTransport, kProtocol, kServer, kFileMaker };

enum class ErrorCode : std::uint8_t {
#define FMID_ERROR(enumerator, text, kind) enumerator,
#include "fmid/error_codes.def"
#undef FMID_ERROR
};

inline constexpr ErrorCode kAllErrorCodes[] = {
#define FMID_ERROR(enumerator, text, kind) ErrorCode::enumerator,
#include "fmid/error_codes.def"
#undef FMID_ERROR
};

struct Error {
  explicit Error(ErrorCode error_code, std::string_view what = {}, int status = 0) : code(error_code), detail(what), http_status(status) {}

  ErrorCode code;
  // Which part of the input or of the answer is meant: a field's name, a challenge's name. Chosen by fmid, never copied from a secret.
  std::string detail;
  // Cognito's exception name as it was sent ("NotAuthorizedException"); letters only, 64 at the most.
  std::string service_error;
  // The server's own sentence with every quoted value taken out (Cognito quotes rejected input), every word that is as long as tokens
  // are and every number as long as codes; 300 bytes of UTF-8 at the most.
  std::string service_message;
  // FileMaker's messages[0].code, a decimal number as text ("952").
  std::string filemaker_code;
  // 0 where there was no answer.
  int http_status;
  // How long the server asked to be left alone (Retry-After); 0 where it did not say.
  std::uint32_t retry_after_ms = 0;
};

// "wrong_credentials": what callers compare with.
[[nodiscard]] std::string_view CodeText(ErrorCode code);
// The code of that text; kInternal where fmid has none.
[[nodiscard]] ErrorCode CodeOf(std::string_view text);
[[nodiscard]] ErrorKind KindOf(ErrorCode code);
[[nodiscard]] std::string_view KindText(ErrorKind kind);

}  // namespace fmid
