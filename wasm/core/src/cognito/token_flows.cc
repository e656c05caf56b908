// Revoke, GlobalSignOut and Discover: one request each.
#include "fmid/token_flows.h"

#include "bytes/address.h"
#include "bytes/text.h"
#include "cognito/operations.h"
#include "cognito/service_error.h"
#include "flow/single_request_flow.h"

namespace fmid {
namespace {

Result<Outcome> ReadNothing(const HttpResponse& response, UnixMillis /*now*/) {
  const auto reply = cognito::ReadReply(response);
  // API reference, RevokeToken and GlobalSignOut: "an HTTP 200 response with an empty HTTP body".
  const bool empty_yes = !reply && reply.error().code == ErrorCode::kResponseNotJson && response.status == 200 && response.body.empty();
  if (!reply && !empty_yes) return Fail(reply.error());
  return Outcome{Nothing{}};
}

Result<Outcome> ReadDiscovery(const HttpResponse& response, UnixMillis /*now*/) {
  const auto reply = cognito::ReadReply(response);
  if (!reply) return Fail(reply.error());
  Result<UserPool> pool = UserPool::FromDiscovery(response.body.RevealText());
  if (!pool) return Fail(std::move(pool.error()));
  return Outcome{*std::move(pool)};
}

// "Access Token has been revoked": by this very sign-out, where its first answer was lost.
bool MeansSignedOut(const Error& error) {
  return error.code == ErrorCode::kAccessTokenInvalid && error.service_message.find("revoked") != std::string::npos;
}

std::unique_ptr<Flow> RepeatableRequest(HttpRequest request, SingleRequestFlow::Reader reader, RandomSource& random,
                                        SingleRequestFlow::MeansDone means_done = nullptr) {
  return std::make_unique<SingleRequestFlow>(std::move(request), reader, SingleRequestFlow::Repeat::kAfterPassingFault, random,
                                             means_done);
}

}  // namespace

Result<std::unique_ptr<Flow>> Revoke(const UserPool& pool, SecretBytes refresh_token, RandomSource& random) {
  if (refresh_token.empty()) return Fail(ErrorCode::kRefreshTokenRequired, "refreshToken");
  if (!IsTokenText(refresh_token.RevealText())) return Fail(ErrorCode::kTokenMalformed, "refreshToken");
  return RepeatableRequest(cognito::RevokeToken(pool, refresh_token.RevealText()), ReadNothing, random);
}

Result<std::unique_ptr<Flow>> GlobalSignOut(const UserPool& pool, SecretBytes access_token, RandomSource& random) {
  if (access_token.empty()) return Fail(ErrorCode::kAccessTokenRequired, "accessToken");
  if (!IsTokenText(access_token.RevealText())) return Fail(ErrorCode::kTokenMalformed, "accessToken");
  return RepeatableRequest(cognito::GlobalSignOut(pool, access_token.RevealText()), ReadNothing, random, MeansSignedOut);
}

Result<std::unique_ptr<Flow>> Discover(std::string_view url, RandomSource& random) {
  Result<std::string> address = CheckAddress(url.empty() ? kClarisDiscoveryUrl : url, "discoveryUrl");
  if (!address) return Fail(std::move(address.error()));
  return RepeatableRequest({.method = "GET", .url = *std::move(address), .headers = {}, .body = {}}, ReadDiscovery, random);
}

}  // namespace fmid
