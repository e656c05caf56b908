#include "cognito/sign_in_flow.h"

#include <algorithm>
#include <array>
#include <vector>

#include "bytes/date_text.h"
#include "bytes/text.h"
#include "cognito/auth_reply.h"
#include "cognito/operations.h"
#include "cognito/service_error.h"

namespace fmid {

Result<std::unique_ptr<Flow>> SignIn(const UserPool& pool, std::string_view username, SecretBytes password, RandomSource& random,
                                     srp::Precomputation& precomputation, Device device) {
  if (username.empty() || username.size() > 512) return Fail(ErrorCode::kUsernameRequired, "username");
  if (password.empty() || password.size() > 1024) return Fail(ErrorCode::kPasswordRequired, "password");
  if (!IsUtf8(username)) return Fail(ErrorCode::kTextNotUtf8, "username");
  if (!IsUtf8(password.RevealText())) return Fail(ErrorCode::kTextNotUtf8, "password");
  const bool complete = !device.key.empty() && !device.group_key.empty() && !device.password.empty();
  const bool empty = device.key.empty() && device.group_key.empty() && device.password.empty();
  const bool is_text = IsTokenText(device.key) && IsTokenText(device.group_key) && IsTokenText(device.password.RevealText());
  if (!is_text || (!complete && !empty)) return Fail(ErrorCode::kOptionInvalid, "device");
  return std::make_unique<cognito::SignInFlow>(pool, std::string(username), std::move(password), std::move(device), random, precomputation);
}

namespace cognito {
namespace {

// Lost proofs of one sign-in, however often it is begun anew: the third is reported.
constexpr int kMaxLostAnswers = 2;

// What leaves the sign-in session intact, so that the person only has to answer once more.
bool CanAskAgain(ErrorCode code) {
  switch (code) {
    case ErrorCode::kWrongCode:
    case ErrorCode::kPasswordTooWeak:
    case ErrorCode::kPasswordUsedBefore:
    case ErrorCode::kParameterRefused:
    case ErrorCode::kNetworkFailed:
    case ErrorCode::kOffline:
    case ErrorCode::kCorsRefused:
    case ErrorCode::kTimeout:
    case ErrorCode::kThrottled:
    case ErrorCode::kServiceFailed:
    case ErrorCode::kResponseNotJson: return true;
    default: return false;
  }
}

// Codes that no longer count and sessions that are over: only a new beginning brings a new one.
bool MustBeginAnew(ErrorCode code) { return code == ErrorCode::kSignInExpired || code == ErrorCode::kCodeExpired; }

}  // namespace

SignInFlow::SignInFlow(const UserPool& pool, std::string username, SecretBytes password, Device device, RandomSource& random,
                       srp::Precomputation& precomputation)
    : pool_(pool.Clone()),
      username_(std::move(username)),
      password_(std::move(password)),
      device_(std::move(device)),
      random_(&random),
      precomputation_(&precomputation),
      exchange_(random) {}

void SignInFlow::WipeSecrets() {
  password_.Clear();
  new_password_.Clear();
  maybe_password_.Clear();
  old_password_.Clear();
  pool_.client_secret.Clear();
  device_ = {};
  session_.Clear();
  key_pair_.reset();
  challenge_ = {};
  exchange_.Finish();
}

Result<Step> SignInFlow::EndWith(Error error) {
  machine_.Move(SignInEvent::kFailure);
  WipeSecrets();
  return Fail(std::move(error));
}

Result<Step> SignInFlow::EndWithTokens() {
  machine_.Move(SignInEvent::kTokensReceived);
  WipeSecrets();
  return FinishWith(std::move(tokens_));
}

// SRP_A of a new key pair.
Result<std::string> SignInFlow::MakeKeyPair() {
  Result<srp::KeyPair> key_pair = srp::KeyPair::Generate(*random_, *precomputation_);
  if (!key_pair) return Fail(std::move(key_pair.error()));
  key_pair_ = *std::move(key_pair);
  return key_pair_->PublicHex();
}

Result<HttpRequest> SignInFlow::MakeInitiateAuth() {
  const Result<std::string> public_hex = MakeKeyPair();
  if (!public_hex) return Fail(public_hex.error());
  session_.Clear();
  return InitiateAuth(pool_, "USER_SRP_AUTH",
                      std::array<Parameter, 3>{{{"USERNAME", username_}, {"SRP_A", *public_hex}, {"DEVICE_KEY", device_.key}}});
}

Result<Step> SignInFlow::Initiate() {
  Result<HttpRequest> request = MakeInitiateAuth();
  if (!request) return EndWith(std::move(request.error()));
  return exchange_.Send(*std::move(request));
}

Result<Step> SignInFlow::Start(UnixMillis /*now*/) {
  if (!machine_.Allows(SignInEvent::kStart)) return Fail(ErrorCode::kCallOutOfOrder, "start");
  machine_.Move(SignInEvent::kStart);
  return Initiate();
}

Result<Step> SignInFlow::OnResponse(const HttpResponse& response, UnixMillis now) {
  if (!exchange_.IsInFlight()) return Fail(ErrorCode::kCallOutOfOrder, "onResponse");
  const Result<json::Document> document = ReadReply(response);
  if (!document) return OnFailedReply(document.error());
  exchange_.Finish();
  const json::Value reply = document->Root();
  switch (state()) {
    case SignInState::kInitiating:
    case SignInState::kDeviceInitiating: return OnPasswordVerifier(reply, response, now);
    case SignInState::kVerifying:
    case SignInState::kDeviceVerifying:
    case SignInState::kAnswering: return OnChallengeReply(reply, BeganAt(response, now));
    case SignInState::kAssociating: return OnSecretCode(reply);
    case SignInState::kConfirming: return OnSetupVerified(reply);
    case SignInState::kRemembering: return EndWithTokens();
    default: return Fail(ErrorCode::kCallOutOfOrder, "onResponse");
  }
}

void SignInFlow::KeepSession(json::Value reply) {
  if (const std::string_view session = reply["Session"].TextOrEmpty(); !session.empty()) session_ = SecretBytes(session);
}

Result<Step> SignInFlow::Respond(std::string_view challenge_name, std::span<const Parameter> responses) {
  return exchange_.Send(RespondToAuthChallenge(pool_, challenge_name, session_.RevealText(), responses));
}

srp::Identity SignInFlow::ProvenIdentity() const {
  const bool of_device = state() == SignInState::kDeviceInitiating || state() == SignInState::kDeviceVerifying;
  return of_device ? srp::Identity{device_.group_key, device_.key, device_.password.Reveal()}
                   : srp::Identity{pool_.PoolName(), user_id_, password_.Reveal()};
}

bool SignInFlow::IsProofRight() const {
  return srp::IsRight(proof_.claim, *key_pair_, proof_.ServerValues(), ProvenIdentity(), proof_.timestamp);
}

Result<Step> SignInFlow::OnPasswordVerifier(json::Value reply, const HttpResponse& response, UnixMillis now) {
  const bool of_device = state() == SignInState::kDeviceInitiating;
  const std::string_view wanted = of_device ? "DEVICE_PASSWORD_VERIFIER" : "PASSWORD_VERIFIER";
  const std::string_view name = reply["ChallengeName"].TextOrEmpty();
  if (name.empty()) return EndWith(Error(ErrorCode::kResponseMalformed, "ChallengeName"));
  if (name != wanted) {
    // Anything but the password at this point is a pool that signs people in some other way; ReadChallenge names it.
    Result<Challenge> other = ReadChallenge(reply);
    return EndWith(other ? Error(ErrorCode::kChallengeUnsupported, other->name) : other.error());
  }
  const json::Value parameters = reply["ChallengeParameters"];
  for (const char* field : {"SALT", "SRP_B", "SECRET_BLOCK", "USER_ID_FOR_SRP"}) {
    if (of_device && field[0] == 'U') continue;  // there it is DEVICE_KEY
    if (parameters[field].TextOrEmpty().empty()) return EndWith(Error(ErrorCode::kResponseMalformed, field));
  }
  KeepSession(reply);
  if (!of_device) user_id_ = std::string(parameters["USER_ID_FOR_SRP"].TextOrEmpty());
  clock_offset_ms_ = ClockOffset(response, now);

  proof_ = {.salt = std::string(parameters["SALT"].TextOrEmpty()),
            .B = std::string(parameters["SRP_B"].TextOrEmpty()),
            .secret_block = std::string(parameters["SECRET_BLOCK"].TextOrEmpty()),
            .timestamp = FormatTimestamp(now + clock_offset_ms_)};
  Result<std::string> claim =
      srp::PasswordClaim(*key_pair_, proof_.ServerValues(), ProvenIdentity(), proof_.timestamp, *precomputation_);
  if (!claim) return EndWith(claim.error());
  proof_.claim = *std::move(claim);
  machine_.Move(SignInEvent::kPasswordWanted);
  return Respond(wanted, std::array<Parameter, 5>{{{"USERNAME", user_id_},
                                                   {"PASSWORD_CLAIM_SECRET_BLOCK", proof_.secret_block},
                                                   {"PASSWORD_CLAIM_SIGNATURE", proof_.claim},
                                                   {"TIMESTAMP", proof_.timestamp},
                                                   {"DEVICE_KEY", device_.key}}});
}

Result<Step> SignInFlow::OnChallengeReply(json::Value reply, UnixMillis began) {
  key_pair_.reset();
  KeepSession(reply);
  if (!new_password_.empty()) password_ = std::move(new_password_);
  maybe_password_.Clear();
  old_password_.Clear();
  if (reply["AuthenticationResult"].IsObject()) {
    Result<Tokens> tokens = ReadTokens(reply, {}, began);
    if (!tokens) return EndWith(std::move(tokens.error()));
    tokens_ = *std::move(tokens);
    tokens_.clock_offset_ms = clock_offset_ms_;
    if (!tokens_.device.key.empty() && !tokens_.device.group_key.empty()) return ConfirmNewDevice();
    tokens_.device = std::move(device_);
    return EndWithTokens();
  }
  // Once in a round: after the device's own proof it would be asked for for ever.
  const bool device_wanted = !device_.key.empty() && reply["ChallengeName"].TextOrEmpty() == "DEVICE_SRP_AUTH";
  if (device_wanted && machine_.Allows(SignInEvent::kDeviceWanted)) return ProveDevice();
  Result<Challenge> challenge = ReadChallenge(reply);
  if (!challenge) return EndWith(std::move(challenge.error()));
  challenge_ = *std::move(challenge);
  doubtful_refusals_ = 0;
  if (challenge_.kind != ChallengeKind::kMfaSetup) return Ask(SignInEvent::kPersonWanted);
  if (session_.empty()) return EndWith(Error(ErrorCode::kResponseMalformed, "Session"));
  machine_.Move(SignInEvent::kSetupWanted);
  return exchange_.Send(AssociateSoftwareToken(pool_, session_.RevealText()));
}

Result<Step> SignInFlow::OnSecretCode(json::Value reply) {
  KeepSession(reply);
  const std::string_view secret = reply["SecretCode"].TextOrEmpty();
  // Base32: whatever else it were would say something in the URI below.
  if (secret.empty() || !std::all_of(secret.begin(), secret.end(), IsAlphanumeric)) {
    return EndWith(Error(ErrorCode::kResponseMalformed, "SecretCode"));
  }
  challenge_.secret_code = SecretBytes(secret);
  // Key Uri Format of Google Authenticator, which the other apps read as well: otpauth://totp/ISSUER:ACCOUNT?secret=…&issuer=ISSUER
  const bool claris = pool_.user_pool_id == UserPool::ClarisId().user_pool_id;
  const std::string issuer = PercentEncode(claris ? "Claris ID" : pool_.PoolName());
  SecretBytes uri("otpauth://totp/" + issuer + ":" + PercentEncode(username_) + "?secret=");
  uri.Append(secret);
  uri.Append("&issuer=" + issuer);
  challenge_.otpauth_uri = std::move(uri);
  return Ask(SignInEvent::kSecretReceived);
}

Result<Step> SignInFlow::OnSetupVerified(json::Value reply) {
  KeepSession(reply);
  const std::string_view status = reply["Status"].TextOrEmpty();
  if (status.empty()) return EndWith(Error(ErrorCode::kResponseMalformed, "Status"));
  if (status != "SUCCESS") return AskAgain(Error(ErrorCode::kWrongCode));
  machine_.Move(SignInEvent::kSetupConfirmed);
  return Respond("MFA_SETUP", std::array<Parameter, 1>{{{"USERNAME", user_id_}}});
}

Result<Step> SignInFlow::Ask(SignInEvent event) {
  challenge_.restarted = restart_reason_.has_value();
  challenge_.previous_error = std::exchange(restart_reason_, std::nullopt);
  machine_.Move(event);
  return AskUser{&challenge_};
}

Result<Step> SignInFlow::AskAgain(Error reason) {
  exchange_.Finish();
  new_password_.Clear();
  // The session goes on, so what was sent before in it was not accepted.
  if (!IsAnswerLost(reason) && reason.code != ErrorCode::kThrottled) maybe_password_.Clear();
  machine_.Move(SignInEvent::kAnswerRefused);
  challenge_.restarted = false;
  challenge_.previous_error = std::move(reason);
  return AskUser{&challenge_};
}

Result<Step> SignInFlow::BeginAnew(Error reason) {
  // Once for each answer of the person: a server that ends every session at once would be asked for ever.
  if (restart_reason_) return EndWith(std::move(reason));
  new_password_.Clear();
  if (!maybe_password_.empty()) old_password_ = std::exchange(password_, std::move(maybe_password_));
  machine_.Move(SignInEvent::kSessionOver);
  restart_reason_ = std::move(reason);
  return Initiate();
}

// Its secret block may be used up: only a new beginning brings another.
Result<Step> SignInFlow::OnLostProof(Error error) {
  if (++lost_answers_ > kMaxLostAnswers) return EndWith(std::move(error));
  Result<HttpRequest> request = MakeInitiateAuth();
  if (!request) return EndWith(std::move(request.error()));
  auto wait = exchange_.Retry(error, *std::move(request));
  if (!wait) return EndWith(std::move(error));
  machine_.Move(SignInEvent::kAnswerLost);
  return *std::move(wait);
}

Result<Step> SignInFlow::OnFailedReply(Error error) {
  if (error.code == ErrorCode::kNetworkFailed && machine_.Allows(SignInEvent::kAnswerLost)) return OnLostProof(std::move(error));
  if (IsAnswerLost(error) && !new_password_.empty()) maybe_password_ = new_password_.Clone();
  if (auto wait = exchange_.Retry(error)) return *std::move(wait);
  if (state() == SignInState::kRemembering) return EndWithTokens();
  // The machine is doubted before the person, or their device: if it computed wrongly, then what was refused was no proof of theirs.
  const bool judged = state() == SignInState::kVerifying || state() == SignInState::kDeviceVerifying;
  if (judged && error.code == ErrorCode::kWrongCredentials && !IsProofRight()) {
    if (std::exchange(proof_was_wrong_, true)) return EndWith(Error(ErrorCode::kInternal, "SRP"));
    precomputation_->Renew();
    machine_.Move(SignInEvent::kAnswerLost);
    return Initiate();
  }
  if (IsDeviceRefused(error.code)) return BeginWithoutDevice();
  if (state() == SignInState::kVerifying && error.code == ErrorCode::kWrongCredentials && !old_password_.empty()) {
    machine_.Move(SignInEvent::kNewPasswordDenied);
    password_ = std::move(old_password_);
    return Initiate();
  }

  const bool answers = state() == SignInState::kAnswering || state() == SignInState::kConfirming;
  if (!answers && state() != SignInState::kAssociating) return EndWith(std::move(error));
  if (MustBeginAnew(error.code)) return BeginAnew(std::move(error));
  if (!answers || !CanAskAgain(error.code)) return EndWith(std::move(error));
  // "Invalid code or auth state for the user." is said of wrong codes and of used sessions alike: twice in a row is the session.
  const bool doubtful = error.service_message.find("auth state") != std::string::npos;
  if (error.code == ErrorCode::kWrongCode) doubtful_refusals_ = doubtful ? doubtful_refusals_ + 1 : 0;
  if (doubtful && doubtful_refusals_ >= 2) return BeginAnew(std::move(error));
  return AskAgain(std::move(error));
}

Result<Step> SignInFlow::OnAnswer(Answer answer) {
  if (state() != SignInState::kAsking) return Fail(ErrorCode::kCallOutOfOrder, "onAnswer");
  if (auto error = CheckAnswer(challenge_, answer)) return Fail(*std::move(error));

  if (challenge_.kind == ChallengeKind::kMfaSetup) {
    machine_.Move(SignInEvent::kSetupAnswered);
    return exchange_.Send(VerifySoftwareToken(pool_, session_.RevealText(), answer.code.RevealText(), answer.device_name));
  }
  std::vector<std::string> names;  // own the text that `responses` points to
  names.reserve(answer.attributes.size());
  std::vector<Parameter> responses{{"USERNAME", user_id_}};
  if (challenge_.kind == ChallengeKind::kSelectMfaType) {
    responses.emplace_back("ANSWER", answer.choice);
  } else if (challenge_.kind == ChallengeKind::kNewPasswordRequired) {
    new_password_ = std::move(answer.new_password);
    responses.emplace_back("NEW_PASSWORD", new_password_.RevealText());
    for (const auto& [name, value] : answer.attributes) {
      names.push_back("userAttributes." + name);
      responses.emplace_back(names.back(), value);
    }
  } else {
    responses.emplace_back(CodeParameter(challenge_.kind), answer.code.RevealText());
    responses.emplace_back("DEVICE_KEY", device_.key);
  }
  machine_.Move(SignInEvent::kAnswered);
  return Respond(challenge_.name, responses);
}

}  // namespace cognito
}  // namespace fmid
