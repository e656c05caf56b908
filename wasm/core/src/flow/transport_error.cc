#include "flow/transport_error.h"

#include "bytes/text.h"

namespace fmid {

std::optional<Error> TransportError(const HttpResponse& response, std::size_t max_body) {
  const auto error = [&](ErrorCode code) { return Error{.code = code, .http_status = response.status}; };
  switch (response.failure) {
    case TransportFailure::kNone: break;
    case TransportFailure::kNetwork: return error(ErrorCode::kNetworkFailed);
    case TransportFailure::kOffline: return error(ErrorCode::kOffline);
    case TransportFailure::kCorsRefused: return error(ErrorCode::kCorsRefused);
    case TransportFailure::kTimeout: return error(ErrorCode::kTimeout);
    case TransportFailure::kAborted: return error(ErrorCode::kAborted);
    case TransportFailure::kTooLarge: return error(ErrorCode::kResponseTooLarge);
  }
  if (response.status < 100 || response.status > 599) return error(ErrorCode::kNetworkFailed);
  if (response.body.size() > max_body) return error(ErrorCode::kResponseTooLarge);
  return std::nullopt;
}

std::string Redact(std::string_view server_message) {
  constexpr std::size_t kMaxBytes = 300;
  if (!IsUtf8(server_message)) return {};
  std::string safe;
  std::size_t i = 0;
  while (i < server_message.size()) {
    const char c = server_message[i];
    // An apostrophe inside a word ("doesn't") opens no quotation.
    const bool opens = (c == '\'' || c == '"') && (i == 0 || !IsAlphanumeric(server_message[i - 1]));
    if (opens) {
      safe += "'…'";
      // To the last quotation mark of this kind: a quoted value may itself hold one.
      const std::size_t close = server_message.rfind(c);
      i = close > i ? close + 1 : server_message.size();
      continue;
    }
    safe += IsControl(c) ? ' ' : c;
    ++i;
  }
  if (safe.size() > kMaxBytes) {
    std::size_t end = kMaxBytes;
    while (end > 0 && (static_cast<unsigned char>(safe[end]) & 0xC0) == 0x80) --end;
    safe.resize(end);
    safe += "…";
  }
  return safe;
}

}  // namespace fmid
