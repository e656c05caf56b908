#include "cognito/refresh_flow.h"

#include <array>
#include <cstdint>

#include "bytes/text.h"
#include "cognito/auth_reply.h"
#include "cognito/operations.h"
#include "cognito/service_error.h"

namespace fmid {

Result<std::unique_ptr<Flow>> Refresh(const UserPool& pool, SecretBytes refresh_token, std::string_view device_key,
                                      RandomSource& random) {
  if (refresh_token.empty()) return Fail(ErrorCode::kRefreshTokenRequired, "refreshToken");
  if (!IsTokenText(refresh_token.RevealText())) return Fail(ErrorCode::kTokenMalformed, "refreshToken");
  if (!IsTokenText(device_key)) return Fail(ErrorCode::kOptionInvalid, "deviceKey");
  return std::make_unique<cognito::RefreshFlow>(pool, std::move(refresh_token), std::string(device_key), random);
}

namespace cognito {
namespace {

// What a refusal of GetTokensFromRefreshToken, which came in 2025, says of the operation itself.
enum class Offer : std::uint8_t { kKnown, kDoubtful, kUnknown };

Offer OfferOf(const Error& error) {
  if (error.service_error == "UnknownOperationException" || error.service_error == "InvalidAction") return Offer::kUnknown;
  switch (error.code) {
    // A name that Cognito does not use for tokens, or that says that something is not on offer.
    case ErrorCode::kServiceError:
    case ErrorCode::kRevokeUnsupported:
    case ErrorCode::kFeatureUnavailable: return Offer::kDoubtful;
    default: break;
  }
  // Not Found, Method Not Allowed, Not Implemented, or a 400 without one of Cognito's names, as emulators answer what they do not know.
  const bool no_name = error.service_error.empty() && error.http_status == 400;
  const bool no_such_thing = error.http_status == 404 || error.http_status == 405 || error.http_status == 501;
  const bool is_about_the_token = KindOf(error.code) == ErrorKind::kServer && error.code != ErrorCode::kServiceFailed;
  return (no_name || no_such_thing) && !is_about_the_token ? Offer::kDoubtful : Offer::kKnown;
}

}  // namespace

void RefreshFlow::WipeSecrets() {
  refresh_token_.Clear();
  pool_.client_secret.Clear();
  exchange_.Finish();
}

Result<Step> RefreshFlow::EndWith(Error error) {
  machine_.Move(RefreshEvent::kFailure);
  WipeSecrets();
  return Fail(std::move(error));
}

Result<Step> RefreshFlow::Start(UnixMillis /*now*/) {
  if (!machine_.Allows(RefreshEvent::kStart)) return Fail(ErrorCode::kCallOutOfOrder, "start");
  machine_.Move(RefreshEvent::kStart);
  return exchange_.Send(GetTokensFromRefreshToken(pool_, refresh_token_.RevealText(), device_key_));
}

Result<Step> RefreshFlow::OnResponse(const HttpResponse& response, UnixMillis now) {
  if (!exchange_.IsInFlight()) return Fail(ErrorCode::kCallOutOfOrder, "onResponse");
  const Result<json::Document> document = ReadReply(response);
  if (!document) return OnFailedReply(document.error());
  Result<Tokens> tokens = ReadTokens(document->Root(), refresh_token_.RevealText(), BeganAt(response, now));
  if (!tokens) return EndWith(std::move(tokens.error()));
  tokens->clock_offset_ms = ClockOffset(response, now);
  machine_.Move(RefreshEvent::kTokensReceived);
  WipeSecrets();
  return FinishWith(*std::move(tokens));
}

Result<Step> RefreshFlow::OnFailedReply(Error error) {
  // REFRESH_TOKEN_AUTH wants a hash of the user's name where the client has a secret, and a refresh token does not say whose it is.
  const Offer offer = pool_.client_secret.empty() ? OfferOf(error) : Offer::kKnown;
  if (offer != Offer::kKnown && machine_.Allows(RefreshEvent::kNotOffered)) {
    machine_.Move(RefreshEvent::kNotOffered);
    if (offer == Offer::kDoubtful) first_refusal_ = std::move(error);
    return exchange_.Send(InitiateAuth(
        pool_, "REFRESH_TOKEN_AUTH",
        std::array<Parameter, 2>{{{"REFRESH_TOKEN", refresh_token_.RevealText()}, {"DEVICE_KEY", device_key_}}}));
  }
  // Sending the same token once more is safe with rotation too: the pool accepts it for a grace period after an answer was lost.
  if (auto wait = exchange_.Retry(error)) return *std::move(wait);
  // A pool that rotates refuses REFRESH_TOKEN_AUTH whatever the token is: its first word counts.
  if (first_refusal_ && !MayPass(error) && KindOf(error.code) != ErrorKind::kTransport) error = *std::move(first_refusal_);
  return EndWith(std::move(error));
}

}  // namespace cognito
}  // namespace fmid
