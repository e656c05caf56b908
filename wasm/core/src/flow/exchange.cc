#include "flow/exchange.h"

#include <algorithm>
#include <array>

namespace fmid {

bool MayPass(const Error& error) {
  switch (error.code) {
    case ErrorCode::kNetworkFailed:
    case ErrorCode::kThrottled:
    case ErrorCode::kServiceFailed:
    case ErrorCode::kFmUnavailable: return true;
    // Of sessions, or of a year's data: it passes when the host says when.
    case ErrorCode::kFmLimitExceeded: return error.retry_after_ms > 0;
    default: return false;
  }
}

bool IsAnswerLost(const Error& error) {
  switch (error.code) {
    case ErrorCode::kNetworkFailed:
    case ErrorCode::kOffline:
    case ErrorCode::kCorsRefused:
    case ErrorCode::kTimeout:
    case ErrorCode::kServiceFailed:
    case ErrorCode::kResponseNotJson:
    case ErrorCode::kResponseMalformed:
    case ErrorCode::kResponseTooLarge: return true;
    default: return false;
  }
}

Step Exchange::Send(HttpRequest request) {
  Finish();
  machine_.Move(ExchangeEvent::kSend);
  request_ = std::move(request);
  attempts_ = 1;
  waited_ = 0;
  return SendRequest{&request_};
}

void Exchange::Finish() {
  if (IsInFlight()) machine_.Move(ExchangeEvent::kAnswered);
  request_ = {};
}

std::optional<Step> Exchange::Retry(const Error& error, std::optional<HttpRequest> replacement) {
  std::array<std::uint8_t, 3> noise{};
  const bool may = MayPass(error) && attempts_ < kMaxAttempts && error.retry_after_ms <= kBudgetMillis - waited_ && random_->Fill(noise);
  if (!may) {
    Finish();
    return std::nullopt;
  }
  machine_.Move(ExchangeEvent::kFault);
  if (replacement) request_ = *std::move(replacement);
  // Full jitter: anything between nothing and base · 2ⁿ.
  const std::uint32_t ceiling = kBaseMillis << attempts_++;
  const std::uint32_t drawn = std::uint32_t{noise[0]} | std::uint32_t{noise[1]} << 8 | std::uint32_t{noise[2]} << 16;
  const std::uint32_t wait = std::min(error.retry_after_ms + drawn % (ceiling + 1), kBudgetMillis - waited_);
  waited_ += wait;
  return Wait{wait};
}

Result<Step> Exchange::OnWaitOver() {
  if (!machine_.Allows(ExchangeEvent::kWaitOver)) return Fail(ErrorCode::kCallOutOfOrder, "onWaitOver");
  machine_.Move(ExchangeEvent::kWaitOver);
  return SendRequest{&request_};
}

}  // namespace fmid
