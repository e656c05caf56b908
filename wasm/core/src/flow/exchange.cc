#include "flow/exchange.h"

#include <algorithm>
#include <array>

namespace fmid {

bool IsPassing(ErrorCode code) {
  return code == ErrorCode::kNetworkFailed || code == ErrorCode::kThrottled || code == ErrorCode::kServiceFailed ||
         code == ErrorCode::kFmUnavailable;
}

Step Exchange::Send(HttpRequest request) {
  Finish();
  Move(ExchangeEvent::kSend);
  request_ = std::move(request);
  attempts_ = 1;
  return SendRequest{&request_};
}

void Exchange::Finish() {
  state_ = ExchangeState::kIdle;
  request_ = {};
}

std::optional<Step> Exchange::Retry(const Error& error, std::optional<HttpRequest> replacement) {
  std::array<std::uint8_t, 3> noise{};
  const bool again = IsPassing(error.code) && attempts_ < kMaxAttempts && random_->Fill(noise) && Move(ExchangeEvent::kFault);
  if (!again) {
    Finish();
    return std::nullopt;
  }
  if (replacement) request_ = *std::move(replacement);
  // Full jitter: anything between nothing and base · 2ⁿ.
  const std::uint32_t ceiling = std::min(kCapMillis, kBaseMillis << attempts_++);
  const std::uint32_t drawn = std::uint32_t{noise[0]} | std::uint32_t{noise[1]} << 8 | std::uint32_t{noise[2]} << 16;
  return Wait{drawn % (ceiling + 1)};
}

Result<Step> Exchange::OnWaitOver() {
  if (!Move(ExchangeEvent::kWaitOver)) return Fail(ErrorCode::kCallOutOfOrder, "onWaitOver");
  return SendRequest{&request_};
}

}  // namespace fmid
