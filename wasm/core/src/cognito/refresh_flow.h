// The refresh behind fmid/token_flows.h.
#pragma once

#include <optional>
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
  [[nodiscard]] bool IsFinished() const override { return machine_.state() == RefreshState::kDone || machine_.state() == RefreshState::kFailed; }
  [[nodiscard]] const StateMachine<kRefreshTable>& machine() const { return machine_; }

 private:
  Result<Step> OnFailedReply(Error error);
  Result<Step> EndWith(Error error);
  void WipeSecrets();

  UserPool pool_;
  SecretBytes refresh_token_;
  std::string device_key_;
  Exchange exchange_;
  StateMachine<kRefreshTable> machine_{RefreshState::kReady};
  std::optional<Error> first_refusal_;  // of GetTokensFromRefreshToken, where it may have been about the token
};

}  // namespace fmid::cognito
