// What no answer, or one too large, means as an Error, and what every answer says beside its own refusal; used by everything that
// reads an HttpResponse.
#pragma once

#include <optional>

#include "fmid/http.h"
#include "fmid/result.h"

namespace fmid {

// A Cognito answer has a few kilobytes; FileMaker records can be many megabytes and are handed on unread.
inline constexpr std::size_t kMaxCognitoReply = 1 << 20;
inline constexpr std::size_t kMaxHostReply = 256 << 20;

// With the answer's status and Retry-After.
[[nodiscard]] Error ErrorOf(ErrorCode code, const HttpResponse& response);

[[nodiscard]] std::optional<Error> TransportError(const HttpResponse& response, std::size_t max_body);

// The server's sentence made safe to show: quoted values out (Cognito quotes what it refuses: "Value 'hunter2' at 'password' …"),
// words out that are as long as tokens are and numbers as long as codes, control characters out, 300 bytes at the most and cut at a character's edge.
[[nodiscard]] std::string Redact(std::string_view server_message);

}  // namespace fmid
