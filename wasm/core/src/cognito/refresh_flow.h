// The refresh behind fmid/token_flows.h.
#pragma once

#include <string>

#include "cognito/refresh_states.h"
#include "flow/exchange.h"
#include "fmid/token_flows.h"

namespace fmid::cognito {

class RefreshFlow final : public Flow {
 public:
  RefreshFlow(const UserPool& pool, SecretBytes refresh_token, std::string device_key, RandomSource& random)
      : pool_(pool.Clone()), refresh_token_(std::move(refresh_token)), device_key_(std::move(device_key)), exchange_(random) {}

  Result<Step> Start(UnixMillis now) override;
  Result<Step> OnResponse(const HttpResponse& response, UnixMillis now) override;
  Result<Step> OnWaitOver() override { return exchange_.OnWaitOver(); }
  [[nodiscard]] bool IsFinished() const override { return state_ == RefreshState::kDone || state_ == RefreshState::kFailed; }

 private:
  bool Move(RefreshEvent event) { return Advance(kRefreshTable, state_, event); }
  Result<Step> EndWith(Error error);

  UserPool pool_;
  SecretBytes refresh_token_;
  std::string device_key_;
  Exchange exchange_;
  RefreshState state_ = RefreshState::kReady;
};

}  // namespace fmid::cognito
