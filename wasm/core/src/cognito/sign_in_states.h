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
  kDeviceInitiating,  // RespondToAuthChallenge DEVICE_SRP_AUTH is out
  kDeviceVerifying,   // RespondToAuthChallenge DEVICE_PASSWORD_VERIFIER is out
  kRemembering,  // ConfirmDevice is out; the tokens are here
  kDone,         // final: tokens
  kFailed,       // final: secrets are wiped
};

enum class SignInEvent : std::uint8_t {
  kStart,
  kPasswordWanted,     // PASSWORD_VERIFIER, DEVICE_PASSWORD_VERIFIER
  kPersonWanted,       // a challenge that a person answers
  kSetupWanted,        // MFA_SETUP
  kSecretReceived,     // the authenticator's secret
  kAnswered,           // the person answered
  kSetupAnswered,      // … with an authenticator's first code
  kSetupConfirmed,     // Cognito believes the authenticator
  kDeviceWanted,       // DEVICE_SRP_AUTH
  kDeviceGone,         // Cognito does not know the device or does not believe it: begin anew without
  kNewPasswordDenied,  // the new password, whose answer was lost, is not in force: begin anew with the old one
  kDeviceGiven,        // tokens with NewDeviceMetadata
  kTokensReceived,
  kAnswerRefused,      // a wrong code, a weak password, no network: the same session goes on
  kSessionOver,        // Cognito's session ran out: begin anew with the same password
  kAnswerLost,         // no answer to a proof, and its secret block may be used up, or one to a proof that was none: begin anew
  kFailure,            // anything else
};

inline constexpr Transition<SignInState, SignInEvent> kSignInTable[] = {
    {SignInState::kReady, SignInEvent::kStart, SignInState::kInitiating},

    {SignInState::kInitiating, SignInEvent::kPasswordWanted, SignInState::kVerifying},
    {SignInState::kInitiating, SignInEvent::kFailure, SignInState::kFailed},

    {SignInState::kVerifying, SignInEvent::kPersonWanted, SignInState::kAsking},
    {SignInState::kVerifying, SignInEvent::kSetupWanted, SignInState::kAssociating},
    {SignInState::kVerifying, SignInEvent::kDeviceWanted, SignInState::kDeviceInitiating},
    {SignInState::kVerifying, SignInEvent::kDeviceGone, SignInState::kInitiating},
    {SignInState::kVerifying, SignInEvent::kNewPasswordDenied, SignInState::kInitiating},
    {SignInState::kVerifying, SignInEvent::kDeviceGiven, SignInState::kRemembering},
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
    {SignInState::kAnswering, SignInEvent::kDeviceWanted, SignInState::kDeviceInitiating},
    {SignInState::kAnswering, SignInEvent::kDeviceGiven, SignInState::kRemembering},
    {SignInState::kAnswering, SignInEvent::kTokensReceived, SignInState::kDone},
    {SignInState::kAnswering, SignInEvent::kAnswerRefused, SignInState::kAsking},
    {SignInState::kAnswering, SignInEvent::kSessionOver, SignInState::kInitiating},
    {SignInState::kAnswering, SignInEvent::kFailure, SignInState::kFailed},

    {SignInState::kConfirming, SignInEvent::kSetupConfirmed, SignInState::kAnswering},
    {SignInState::kConfirming, SignInEvent::kAnswerRefused, SignInState::kAsking},
    {SignInState::kConfirming, SignInEvent::kSessionOver, SignInState::kInitiating},
    {SignInState::kConfirming, SignInEvent::kFailure, SignInState::kFailed},

    {SignInState::kDeviceInitiating, SignInEvent::kPasswordWanted, SignInState::kDeviceVerifying},
    {SignInState::kDeviceInitiating, SignInEvent::kDeviceGone, SignInState::kInitiating},
    {SignInState::kDeviceInitiating, SignInEvent::kAnswerLost, SignInState::kInitiating},
    {SignInState::kDeviceInitiating, SignInEvent::kFailure, SignInState::kFailed},

    {SignInState::kDeviceVerifying, SignInEvent::kPersonWanted, SignInState::kAsking},
    {SignInState::kDeviceVerifying, SignInEvent::kSetupWanted, SignInState::kAssociating},
    {SignInState::kDeviceVerifying, SignInEvent::kDeviceGone, SignInState::kInitiating},
    {SignInState::kDeviceVerifying, SignInEvent::kDeviceGiven, SignInState::kRemembering},
    {SignInState::kDeviceVerifying, SignInEvent::kTokensReceived, SignInState::kDone},
    {SignInState::kDeviceVerifying, SignInEvent::kAnswerLost, SignInState::kInitiating},
    {SignInState::kDeviceVerifying, SignInEvent::kFailure, SignInState::kFailed},

    // No failure: whatever ConfirmDevice says, the person is signed in.
    {SignInState::kRemembering, SignInEvent::kTokensReceived, SignInState::kDone},
};

}  // namespace fmid::cognito
