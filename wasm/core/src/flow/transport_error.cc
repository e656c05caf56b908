#include "flow/transport_error.h"

#include <algorithm>

#include "bytes/date_text.h"
#include "bytes/text.h"

namespace fmid {
namespace {

constexpr std::string_view kLeftOut = "…";
constexpr std::size_t kMaxMessageBytes = 300;

// No language of ours has a word this long without an accent in it; tokens, sessions and signatures are longer.
constexpr std::size_t kMaxWord = 31;

// Codes have four digits and more.
constexpr std::size_t kMaxDigits = 3;

// The apostrophe of "doesn't" and "user's" opens no quotation, that of "b'hunter2'" does.
bool IsApostrophe(std::string_view text, std::size_t i) {
  constexpr std::string_view kEndings[] = {"t", "s", "d", "m", "re", "ve", "ll"};
  if (text[i] != '\'' || i == 0 || !IsAlphanumeric(text[i - 1])) return false;
  std::size_t end = i + 1;
  while (end < text.size() && IsAlphanumeric(text[end])) ++end;
  const std::string_view ending = text.substr(i + 1, end - i - 1);
  return std::find(std::begin(kEndings), std::end(kEndings), ending) != std::end(kEndings);
}

// From the first quotation mark to the last: a quoted value may itself hold one of either kind. Where a word follows the last, it closes
// nothing, and all the rest is left out.
std::string WithoutQuotations(std::string_view text) {
  constexpr std::string_view kMarks = "'\"";
  std::size_t open = text.find_first_of(kMarks);
  while (open != std::string_view::npos && IsApostrophe(text, open)) open = text.find_first_of(kMarks, open + 1);
  if (open == std::string_view::npos) return std::string(text);
  const std::size_t close = text.find_last_of(kMarks);
  std::string safe(text.substr(0, open));
  safe += '\'';
  safe += kLeftOut;
  safe += '\'';
  const std::string_view rest = text.substr(close + 1);
  if (close > open && (rest.empty() || !IsAlphanumeric(rest.front()))) safe += rest;
  return safe;
}

bool IsVisible(char c) { return c > ' ' && c < 0x7F; }

// Runs of such characters that are longer than `longest` are left out.
std::string WithoutRuns(std::string_view text, bool (*is_such)(char), std::size_t longest) {
  std::string safe;
  while (!text.empty()) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_such);
    const auto length = static_cast<std::size_t>(end - text.begin());
    safe += length > longest ? kLeftOut : text.substr(0, length);
    text.remove_prefix(length);
    if (text.empty()) break;
    safe += text.front();
    text.remove_prefix(1);
  }
  return safe;
}

// RFC 9110 §10.2.3: seconds, or a date, which is counted from the server's own.
std::uint32_t RetryAfterMillis(const HttpResponse& response) {
  constexpr std::size_t kMaxSecondsDigits = 6;  // eleven days are as good as never
  const std::string_view text = response.Header("Retry-After");
  if (text.size() <= kMaxSecondsDigits && std::all_of(text.begin(), text.end(), IsDigit)) {
    std::uint32_t seconds = 0;
    for (const char digit : text) seconds = seconds * 10 + static_cast<std::uint32_t>(digit - '0');
    return seconds * 1000;
  }
  const UnixMillis then = ParseHttpDate(text);
  const UnixMillis now = ParseHttpDate(response.Header("Date"));
  constexpr UnixMillis kMax = 999'999'000;
  return now == 0 || then < now ? 0 : static_cast<std::uint32_t>(std::min(then - now, kMax));
}

}  // namespace

Error ErrorOf(ErrorCode code, const HttpResponse& response) {
  Error error(code, {}, response.status);
  error.retry_after_ms = RetryAfterMillis(response);
  return error;
}

std::optional<Error> TransportError(const HttpResponse& response, std::size_t max_body) {
  const auto error = [&](ErrorCode code) { return ErrorOf(code, response); };
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
  if (!IsUtf8(server_message)) return {};
  std::string safe = WithoutRuns(WithoutQuotations(server_message), IsVisible, kMaxWord);
  safe = WithoutRuns(safe, IsDigit, kMaxDigits);
  std::replace_if(safe.begin(), safe.end(), IsControl, ' ');
  if (safe.size() > kMaxMessageBytes) {
    std::size_t end = kMaxMessageBytes - kLeftOut.size();
    while (end > 0 && (static_cast<unsigned char>(safe[end]) & 0xC0) == 0x80) --end;
    safe.resize(end);
    safe += kLeftOut;
  }
  return safe;
}

}  // namespace fmid
