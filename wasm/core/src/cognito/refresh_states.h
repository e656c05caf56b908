// The legal moves of a refresh.
#pragma once

#include <cstdint>

#include "flow/state_table.h"

namespace fmid::cognito {

enum class RefreshState : std::uint8_t {
  kReady,       // nothing sent yet
  kExchanging,  // GetTokensFromRefreshToken is out
  kInitiating,  // InitiateAuth REFRESH_TOKEN_AUTH is out: the service may not have GetTokensFromRefreshToken
  kDone,        // final
  kFailed,      // final
};

enum class RefreshEvent : std::uint8_t { kStart, kTokensReceived, kNotOffered, kFailure };

inline constexpr Transition<RefreshState, RefreshEvent> kRefreshTable[] = {
    {RefreshState::kReady, RefreshEvent::kStart, RefreshState::kExchanging},
    {RefreshState::kExchanging, RefreshEvent::kTokensReceived, RefreshState::kDone},
    {RefreshState::kExchanging, RefreshEvent::kNotOffered, RefreshState::kInitiating},
    {RefreshState::kExchanging, RefreshEvent::kFailure, RefreshState::kFailed},
    {RefreshState::kInitiating, RefreshEvent::kTokensReceived, RefreshState::kDone},
    {RefreshState::kInitiating, RefreshEvent::kFailure, RefreshState::kFailed},
};

}  // namespace fmid::cognito
