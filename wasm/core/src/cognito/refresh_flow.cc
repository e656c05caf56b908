#include "cognito/refresh_flow.h"

#include <array>

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

// A service that does not have GetTokensFromRefreshToken (it came in 2025) or has it switched off says one of these; every other
// no is about the token itself and final.
bool IsNotOffered(const Error& error) {
  return error.service_error == "UnknownOperationException" || error.service_error == "InvalidAction" ||
         error.service_error == "UnsupportedOperationException" || error.code == ErrorCode::kFeatureUnavailable;
}

}  // namespace

Result<Step> RefreshFlow::EndWith(Error error) {
  Move(RefreshEvent::kFailure);
  refresh_token_.Clear();
  exchange_.Finish();
  return Fail(std::move(error));
}

Result<Step> RefreshFlow::Start(UnixMillis /*now*/) {
  if (!Move(RefreshEvent::kStart)) return Fail(ErrorCode::kCallOutOfOrder, "start");
  return exchange_.Send(GetTokensFromRefreshToken(pool_, refresh_token_.RevealText(), device_key_));
}

Result<Step> RefreshFlow::OnResponse(const HttpResponse& response, UnixMillis now) {
  if (!exchange_.IsInFlight()) return Fail(ErrorCode::kCallOutOfOrder, "onResponse");
  const Result<json::Document> document = ReadReply(response);
  if (!document) {
    // The older way wants a hash of the user's name where the client has a secret, and a refresh token does not say whose it is.
    if (pool_.client_secret.empty() && IsNotOffered(document.error()) && Move(RefreshEvent::kNotOffered)) {
      return exchange_.Send(InitiateAuth(
          pool_, "REFRESH_TOKEN_AUTH",
          std::array<Parameter, 2>{{{"REFRESH_TOKEN", refresh_token_.RevealText()}, {"DEVICE_KEY", device_key_}}}));
    }
    // Sending the same token once more is safe with rotation too: the pool accepts it for a grace period after an answer was lost.
    if (auto wait = exchange_.Retry(document.error())) return *std::move(wait);
    return EndWith(document.error());
  }
  Result<Tokens> tokens = ReadTokens(document->Root(), refresh_token_.RevealText(), BeganAt(response, now));
  if (!tokens) return EndWith(std::move(tokens.error()));
  tokens->clock_offset_ms = ClockOffset(response, now);
  Move(RefreshEvent::kTokensReceived);
  refresh_token_.Clear();
  exchange_.Finish();
  return FinishWith(*std::move(tokens));
}

}  // namespace cognito
}  // namespace fmid
