// What a remembered device adds to a sign-in: its own proof, its being forgotten, and a new one's confirmation.
// Source: amazon-cognito-identity-js 6 (CognitoUser.js getDeviceResponse, authenticateUserInternal; AuthenticationHelper.js
// generateHashDevice); amplify-js 6 (getNewDeviceMetadata).
#include <array>

#include "bytes/base64.h"
#include "cognito/sign_in_flow.h"

namespace fmid::cognito {

Result<Step> SignInFlow::ProveDevice() {
  machine_.Move(SignInEvent::kDeviceWanted);
  const Result<std::string> public_hex = MakeKeyPair();
  if (!public_hex) return EndWith(public_hex.error());
  return Respond("DEVICE_SRP_AUTH",
                 std::array<Parameter, 3>{{{"USERNAME", user_id_}, {"DEVICE_KEY", device_.key}, {"SRP_A", *public_hex}}});
}

bool SignInFlow::IsDeviceRefused(ErrorCode code) const {
  switch (state()) {
    // ResourceNotFoundException "Device does not exist."; a client or a pool that does not exist was InitiateAuth's to say.
    case SignInState::kVerifying: return code == ErrorCode::kPoolNotFound && !device_.key.empty();
    // Here nothing but the device is judged, with the words that a person's password gets. A session that is used up was so by a
    // proof whose answer was lost (none is older): better a code once more than no sign-in.
    case SignInState::kDeviceInitiating:
    case SignInState::kDeviceVerifying:
      return code == ErrorCode::kPoolNotFound || code == ErrorCode::kWrongCredentials || code == ErrorCode::kNotAuthorized ||
             code == ErrorCode::kParameterRefused || code == ErrorCode::kSignInExpired;
    default: return false;
  }
}

// From InitiateAuth: the same proof once more without DEVICE_KEY, as amazon-cognito-identity-js sends it, would save a request, but
// whether a secret block is good for that is inferred. It happens once, as the device is gone then.
Result<Step> SignInFlow::BeginWithoutDevice() {
  device_ = {};
  machine_.Move(SignInEvent::kDeviceGone);
  return Initiate();
}

Result<Step> SignInFlow::ConfirmNewDevice() {
  // Those of amazon-cognito-identity-js: 40 bytes, whose base64 is the password, and a salt of 16.
  constexpr std::size_t kPasswordBytes = 40;
  constexpr std::size_t kSaltBytes = 16;
  SecretBytes drawn;
  drawn.Resize(kPasswordBytes + kSaltBytes);
  Device& device = tokens_.device;
  machine_.Move(SignInEvent::kDeviceGiven);
  if (!random_->Fill(drawn.MutableView())) {
    device = {};
    return EndWithTokens();
  }
  std::string password = EncodeBase64(drawn.Reveal().first(kPasswordBytes));
  device.password = SecretBytes(password);
  Wipe(password.data(), password.size());
  const srp::Verifier verifier = srp::MakeVerifier({device.group_key, device.key, device.password.Reveal()},
                                                   drawn.Reveal().subspan(kPasswordBytes), *precomputation_);
  return exchange_.Send(ConfirmDevice(pool_, tokens_.access_token.RevealText(), device.key, verifier));
}

}  // namespace fmid::cognito
