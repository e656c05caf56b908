// The sign-in behind fmid/sign_in.h.
#pragma once

#include <optional>
#include <string>

#include "cognito/operations.h"
#include "cognito/sign_in_states.h"
#include "flow/exchange.h"
#include "fmid/sign_in.h"
#include "json/document.h"
#include "srp/client.h"

namespace fmid::cognito {

class SignInFlow final : public Flow {
 public:
  SignInFlow(const UserPool& pool, std::string username, SecretBytes password, Device device, RandomSource& random,
             srp::Precomputation& precomputation);

  Result<Step> Start(UnixMillis now) override;
  Result<Step> OnResponse(const HttpResponse& response, UnixMillis now) override;
  Result<Step> OnWaitOver() override { return exchange_.OnWaitOver(); }
  Result<Step> OnAnswer(Answer answer) override;
  [[nodiscard]] bool IsFinished() const override { return state() == SignInState::kDone || state() == SignInState::kFailed; }
  [[nodiscard]] SignInState state() const { return machine_.state(); }
  [[nodiscard]] const StateMachine<kSignInTable>& machine() const { return machine_; }

 private:
  // What each answer leads to.
  Result<Step> OnPasswordVerifier(json::Value reply, const HttpResponse& response, UnixMillis now);
  Result<Step> OnChallengeReply(json::Value reply, UnixMillis began);
  Result<Step> OnSecretCode(json::Value reply);
  Result<Step> OnSetupVerified(json::Value reply);
  Result<Step> OnFailedReply(Error error);
  Result<Step> OnLostProof(Error error);

  // Remembered devices: sign_in_device.cc.
  Result<Step> ProveDevice();
  Result<Step> ConfirmNewDevice();
  [[nodiscard]] bool IsDeviceRefused(ErrorCode code) const;
  Result<Step> BeginWithoutDevice();

  Result<Step> Ask(SignInEvent event);
  Result<Step> AskAgain(Error reason);
  Result<Step> BeginAnew(Error reason);
  Result<std::string> MakeKeyPair();
  Result<HttpRequest> MakeInitiateAuth();
  Result<Step> Initiate();
  [[nodiscard]] srp::Identity ProvenIdentity() const;
  [[nodiscard]] bool IsProofRight() const;
  Result<Step> Respond(std::string_view challenge_name, std::span<const Parameter> responses);

  void KeepSession(json::Value reply);
  Result<Step> EndWithTokens();
  Result<Step> EndWith(Error error);
  void WipeSecrets();

  UserPool pool_;
  std::string username_;  // as typed
  SecretBytes password_;
  Device device_;         // that was given, while it is good
  RandomSource* random_;
  srp::Precomputation* precomputation_;
  Exchange exchange_;
  StateMachine<kSignInTable> machine_{SignInState::kReady};

  std::optional<srp::KeyPair> key_pair_;  // until the verdict on its proof
  struct Proof {  // what was sent, and what besides the key pair and the identity it was made from
    std::string salt, B, secret_block, timestamp, claim;
    [[nodiscard]] srp::ServerValues ServerValues() const { return {salt, B, secret_block}; }
  };
  Proof proof_;
  bool proof_was_wrong_ = false;
  std::string user_id_;   // USER_ID_FOR_SRP: from PASSWORD_VERIFIER on the only name that is sent
  SecretBytes session_;   // the latest that was given
  SecretBytes new_password_;  // is out as an answer; takes password_'s place when Cognito accepts it
  SecretBytes maybe_password_;  // was out as an answer that was lost: it may be in force
  SecretBytes old_password_;    // what password_ was, as long as password_ only may be in force
  Challenge challenge_;
  std::optional<Error> restart_reason_;  // of a new beginning, until the person is asked again
  Tokens tokens_;         // of a sign-in that is over but for its new device
  std::int64_t clock_offset_ms_ = 0;
  int lost_answers_ = 0;
  int doubtful_refusals_ = 0;
};

}  // namespace fmid::cognito
