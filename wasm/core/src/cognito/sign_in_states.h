// The legal moves of a sign-in.
#pragma once

#include <cstdint>

#include "flow/state_table.h"

namespace fmid::cognito {

enum class SignInState : std::uint8_t {
  kReady,        // nothing sent yet
  kInitiating,   // InitiateAuth is out
  kVerifying,    // RespondToAuthChallenge PASSWORD_VERIFIER is out
  kAssociating,  // AssociateSoftwareToken is out
  kAsking,       // the person has a challenge
  kAnswering,    // their answer is out
  kConfirming,   // VerifySoftwareToken is out
  kDone,         // final: tokens
  kFailed,       // final: secrets are wiped
};

enum class SignInEvent : std::uint8_t {
  kStart,
  kPasswordWanted,     // PASSWORD_VERIFIER
  kPersonWanted,       // a challenge that a person answers
  kSetupWanted,        // MFA_SETUP
  kSecretReceived,     // the authenticator's secret
  kAnswered,           // the person answered
  kSetupAnswered,      // … with an authenticator's first code
  kSetupConfirmed,     // Cognito believes the authenticator
  kTokensReceived,
  kAnswerRefused,      // a wrong code, a weak password, no network: the same session goes on
  kSessionOver,        // Cognito's session ran out: begin anew with the same password
  kAnswerLost,         // no answer to the password proof, and its secret block may be used up: begin anew
  kFailure,            // anything else
};

inline constexpr Transition<SignInState, SignInEvent> kSignInTable[] = {
    {SignInState::kReady, SignInEvent::kStart, SignInState::kInitiating},
    {SignInState::kReady, SignInEvent::kFailure, SignInState::kFailed},

    {SignInState::kInitiating, SignInEvent::kPasswordWanted, SignInState::kVerifying},
    {SignInState::kInitiating, SignInEvent::kFailure, SignInState::kFailed},

    {SignInState::kVerifying, SignInEvent::kPersonWanted, SignInState::kAsking},
    {SignInState::kVerifying, SignInEvent::kSetupWanted, SignInState::kAssociating},
    {SignInState::kVerifying, SignInEvent::kTokensReceived, SignInState::kDone},
    {SignInState::kVerifying, SignInEvent::kAnswerLost, SignInState::kInitiating},
    {SignInState::kVerifying, SignInEvent::kFailure, SignInState::kFailed},

    {SignInState::kAssociating, SignInEvent::kSecretReceived, SignInState::kAsking},
    {SignInState::kAssociating, SignInEvent::kSessionOver, SignInState::kInitiating},
    {SignInState::kAssociating, SignInEvent::kFailure, SignInState::kFailed},

    {SignInState::kAsking, SignInEvent::kAnswered, SignInState::kAnswering},
    {SignInState::kAsking, SignInEvent::kSetupAnswered, SignInState::kConfirming},

    {SignInState::kAnswering, SignInEvent::kPersonWanted, SignInState::kAsking},
    {SignInState::kAnswering, SignInEvent::kSetupWanted, SignInState::kAssociating},
    {SignInState::kAnswering, SignInEvent::kTokensReceived, SignInState::kDone},
    {SignInState::kAnswering, SignInEvent::kAnswerRefused, SignInState::kAsking},
    {SignInState::kAnswering, SignInEvent::kSessionOver, SignInState::kInitiating},
    {SignInState::kAnswering, SignInEvent::kFailure, SignInState::kFailed},

    {SignInState::kConfirming, SignInEvent::kSetupConfirmed, SignInState::kAnswering},
    {SignInState::kConfirming, SignInEvent::kAnswerRefused, SignInState::kAsking},
    {SignInState::kConfirming, SignInEvent::kSessionOver, SignInState::kInitiating},
    {SignInState::kConfirming, SignInEvent::kFailure, SignInState::kFailed},
};

}  // namespace fmid::cognito
