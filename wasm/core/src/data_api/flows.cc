// Opening a Data API session, calling, closing: one request each.
#include <algorithm>
#include <string>

#include "bytes/text.h"
#include "data_api/filemaker_error.h"
#include "data_api/path.h"
#include "flow/single_request_flow.h"
#include "fmid/data_api.h"
#include "json/writer.h"

namespace fmid {
namespace {

using Repeat = SingleRequestFlow::Repeat;

void Authorize(HttpRequest& request, std::string_view scheme, const SecretBytes& token) {
  SecretBytes value(scheme);
  value.Append(' ');
  value.Append(token.RevealText());
  request.headers.push_back({"Authorization", std::move(value)});
}

// A GET with a script in it changes what it likes. A letter that is percent-encoded could be one of that word's.
bool MayRunScript(std::string_view path) {
  for (; !path.empty(); path.remove_prefix(1)) {
    if (StartsWithIgnoringCase(path, "script")) return true;
    if (path.front() == '%' && path.size() > 1 && path[1] >= '4' && path[1] <= '7') return true;
  }
  return false;
}

SecretBytes SessionBody(const std::vector<DataSource>& sources) {
  json::Writer body;
  body.BeginObject();
  if (!sources.empty()) {
    body.Key("fmDataSource").BeginArray();
    for (const DataSource& source : sources) {
      body.BeginObject().Member("database", source.database).Member("username", source.username);
      body.Member("password", source.password.RevealText()).EndObject();
    }
    body.EndArray();
  }
  body.EndObject();
  return body.Take();
}

Result<Outcome> ReadSession(const HttpResponse& response, UnixMillis /*now*/) {
  const auto reply = data_api::ReadReply(response);
  if (!reply) return Fail(reply.error());
  std::string_view token = response.Header("X-FM-Data-Access-Token");
  if (token.empty()) token = reply->Root()["response"]["token"].TextOrEmpty();
  // FileMaker Cloud documents the header alone, and a relay that does not expose it hides it from the page.
  if (token.empty() || !IsTokenText(token)) return Fail({ErrorCode::kSessionTokenMissing, {}, response.status});
  return Outcome{DataApiSession{SecretBytes(token)}};
}

Result<Outcome> ReadCall(const HttpResponse& response, UnixMillis /*now*/) {
  const auto reply = data_api::ReadReply(response);
  if (!reply) return Fail(reply.error());
  return Outcome{DataApiReply{response.status, response.body.Clone()}};
}

Result<Outcome> ReadClosed(const HttpResponse& response, UnixMillis /*now*/) {
  const auto reply = data_api::ReadReply(response);
  // A session that is over already is what was wanted.
  if (!reply && reply.error().code != ErrorCode::kFmSessionExpired) return Fail(reply.error());
  return Outcome{Nothing{}};
}

}  // namespace

Result<std::unique_ptr<Flow>> OpenDataApiSession(const DataApiTarget& target, SecretBytes id_token, std::vector<DataSource> sources,
                                                 RandomSource& random) {
  if (id_token.empty()) return Fail(ErrorCode::kIdTokenRequired, "idToken");
  if (!IsTokenText(id_token.RevealText())) return Fail(ErrorCode::kTokenMalformed, "idToken");
  for (const DataSource& source : sources) {
    if (!IsUtf8(source.database) || !IsUtf8(source.username) || !IsUtf8(source.password.RevealText())) {
      return Fail(ErrorCode::kTextNotUtf8, "dataSources");
    }
  }
  HttpRequest request{.method = "POST", .url = data_api::SessionsUrl(target), .headers = {}, .body = SessionBody(sources)};
  request.AddHeader("Content-Type", "application/json");
  Authorize(request, "FMID", id_token);
  // Once more after a lost answer may leave one idle session behind, which ends by itself in 15 minutes; no data is changed.
  return std::make_unique<SingleRequestFlow>(std::move(request), ReadSession, Repeat::kAfterPassingFault, random);
}

Result<std::unique_ptr<Flow>> CallDataApi(const DataApiTarget& target, SecretBytes token, std::string_view method,
                                          std::string_view path, SecretBytes json_body, RandomSource& random) {
  constexpr std::string_view kMethods[] = {"GET", "POST", "PATCH", "DELETE"};
  if (std::find(std::begin(kMethods), std::end(kMethods), method) == std::end(kMethods)) {
    return Fail(ErrorCode::kMethodInvalid, "method");
  }
  if (!IsTokenText(token.RevealText())) return Fail(ErrorCode::kTokenMalformed, "token");
  if (!IsUtf8(json_body.RevealText())) return Fail(ErrorCode::kTextNotUtf8, "body");
  Result<std::string> url = data_api::UrlOf(target, path);
  if (!url) return Fail(std::move(url.error()));
  HttpRequest request{.method = std::string(method), .url = *std::move(url), .headers = {}, .body = std::move(json_body)};
  if (!request.body.empty()) request.AddHeader("Content-Type", "application/json");
  if (!token.empty()) Authorize(request, "Bearer", token);
  const Repeat repeat = method == "GET" && !MayRunScript(path) ? Repeat::kAfterPassingFault : Repeat::kNever;
  return std::make_unique<SingleRequestFlow>(std::move(request), ReadCall, repeat, random);
}

Result<std::unique_ptr<Flow>> CloseDataApiSession(const DataApiTarget& target, SecretBytes token, RandomSource& random) {
  if (token.empty()) return Fail(ErrorCode::kSessionTokenRequired, "token");
  if (!IsTokenText(token.RevealText())) return Fail(ErrorCode::kTokenMalformed, "token");
  HttpRequest request{
      .method = "DELETE", .url = data_api::SessionsUrl(target) + "/" + PercentEncode(token.RevealText()), .headers = {}, .body = {}};
  Authorize(request, "Bearer", token);  // not required by the documentation, sent by @proofkit/fmdapi
  return std::make_unique<SingleRequestFlow>(std::move(request), ReadClosed, Repeat::kAfterPassingFault, random);
}

}  // namespace fmid
