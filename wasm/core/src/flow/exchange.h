// One request, its retries and its end. Every flow sends through this, so that the policy is in one place:
// only what passes by itself is tried again (no network, throttling, a failure inside the service), with full jitter
// (AWS architecture blog, "Exponential backoff and jitter"; docs/protocol.md §Retries), and not before the time that the
// server asked for (RFC 9110 §10.2.3, Retry-After). Somebody is waiting: where that is too long, the error says how long.
#pragma once

#include <cstdint>
#include <optional>

#include "flow/state_table.h"
#include "fmid/flow.h"
#include "fmid/http.h"
#include "fmid/random.h"
#include "fmid/result.h"

namespace fmid {

enum class ExchangeState : std::uint8_t { kIdle, kInFlight, kWaiting };
enum class ExchangeEvent : std::uint8_t { kSend, kAnswered, kFault, kWaitOver };

inline constexpr Transition<ExchangeState, ExchangeEvent> kExchangeTable[] = {
    {ExchangeState::kIdle, ExchangeEvent::kSend, ExchangeState::kInFlight},
    {ExchangeState::kInFlight, ExchangeEvent::kAnswered, ExchangeState::kIdle},
    {ExchangeState::kInFlight, ExchangeEvent::kFault, ExchangeState::kWaiting},
    {ExchangeState::kWaiting, ExchangeEvent::kWaitOver, ExchangeState::kInFlight},
};

// Would the same request have a chance if it were sent once more?
[[nodiscard]] bool MayPass(const Error& error);

// No answer, or one that does not say whether the request was carried out: it may have been.
[[nodiscard]] bool IsAnswerLost(const Error& error);

class Exchange {
 public:
  // `random` must outlive this.
  explicit Exchange(RandomSource& random) : random_(&random) {}

  [[nodiscard]] Step Send(HttpRequest request);
  [[nodiscard]] bool IsInFlight() const { return machine_.state() == ExchangeState::kInFlight; }

  // After an answer that ends the exchange: forgets the request.
  void Finish();

  // After a failure: a Wait when the request is to be sent once more, nullopt when that is no use or enough was tried. The exchange is
  // then over. `replacement` is what to send instead of the same request.
  [[nodiscard]] std::optional<Step> Retry(const Error& error, std::optional<HttpRequest> replacement = std::nullopt);

  [[nodiscard]] Result<Step> OnWaitOver();

 private:
  static constexpr int kMaxAttempts = 3;
  static constexpr std::uint32_t kBaseMillis = 100;
  static constexpr std::uint32_t kBudgetMillis = 10'000;  // of all the waiting of one request

  RandomSource* random_;
  StateMachine<kExchangeTable> machine_{ExchangeState::kIdle};
  int attempts_ = 0;
  std::uint32_t waited_ = 0;
  HttpRequest request_;
};

}  // namespace fmid
