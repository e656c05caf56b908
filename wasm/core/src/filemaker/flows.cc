// Opening a session on a FileMaker host, calling, closing: one request each.
#include <algorithm>
#include <string>

#include "bytes/text.h"
#include "filemaker/filemaker_error.h"
#include "filemaker/path.h"
#include "flow/single_request_flow.h"
#include "fmid/filemaker.h"
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
  const auto reply = filemaker::ReadReply(response, HostApi::kData);
  if (!reply) return Fail(reply.error());
  std::string_view token = response.Header("X-FM-Data-Access-Token");
  if (token.empty()) token = reply->Root()["response"]["token"].TextOrEmpty();
  // FileMaker Cloud documents the header alone, and a relay that does not expose it hides it from the page.
  if (token.empty() || !IsTokenText(token)) return Fail(ErrorCode::kSessionTokenMissing, {}, response.status);
  return Outcome{HostSession{SecretBytes(token)}};
}

template <HostApi api>
Result<Outcome> ReadCall(const HttpResponse& response, UnixMillis /*now*/) {
  const auto reply = filemaker::ReadReply(response, api);
  if (!reply) return Fail(reply.error());
  return Outcome{Nothing{}};
}

Result<Outcome> ReadClosed(const HttpResponse& response, UnixMillis /*now*/) {
  const auto reply = filemaker::ReadReply(response, HostApi::kData);
  // A session that is over already is what was wanted.
  if (!reply && reply.error().code != ErrorCode::kFmSessionExpired) return Fail(reply.error());
  return Outcome{Nothing{}};
}

}  // namespace

Result<std::unique_ptr<Flow>> OpenHostSession(const HostTarget& target, SecretBytes id_token, std::vector<DataSource> sources,
                                                 RandomSource& random) {
  if (target.api == HostApi::kOData) return Fail(ErrorCode::kCallOutOfOrder, "openSession");
  if (id_token.empty()) return Fail(ErrorCode::kIdTokenRequired, "idToken");
  if (!IsTokenText(id_token.RevealText())) return Fail(ErrorCode::kTokenMalformed, "idToken");
  for (const DataSource& source : sources) {
    if (!IsUtf8(source.database) || !IsUtf8(source.username) || !IsUtf8(source.password.RevealText())) {
      return Fail(ErrorCode::kTextNotUtf8, "dataSources");
    }
  }
  HttpRequest request{.method = "POST", .url = filemaker::SessionsUrl(target), .headers = {}, .body = SessionBody(sources)};
  request.AddHeader("Content-Type", "application/json");
  Authorize(request, "FMID", id_token);
  // Once more after a lost answer may leave one idle session behind, which ends by itself in 15 minutes; no data is changed.
  return std::make_unique<SingleRequestFlow>(std::move(request), ReadSession, Repeat::kAfterPassingFault, random);
}

Result<std::unique_ptr<Flow>> CallHost(const HostTarget& target, SecretBytes token, HostCall call, RandomSource& random) {
  constexpr std::string_view kMethods[] = {"GET", "POST", "PATCH", "DELETE", "PUT"};
  const std::size_t known = std::size(kMethods) - (target.api == HostApi::kData ? 1 : 0);
  if (std::find(kMethods, kMethods + known, call.method) == kMethods + known) return Fail(ErrorCode::kMethodInvalid, "method");
  if (!IsTokenText(token.RevealText())) return Fail(ErrorCode::kTokenMalformed, "token");
  if (call.content_type.empty()) {
    if (!IsUtf8(call.body.RevealText())) return Fail(ErrorCode::kTextNotUtf8, "body");
    call.content_type = "application/json";
  } else if (!IsUtf8(call.content_type) || std::any_of(call.content_type.begin(), call.content_type.end(), IsControl)) {
    return Fail(ErrorCode::kOptionInvalid, "contentType");
  }
  Result<std::string> url = filemaker::UrlOf(target, call.path);
  if (!url) return Fail(std::move(url.error()));
  const Repeat repeat = call.method == "GET" && !MayRunScript(call.path) ? Repeat::kAfterPassingFault : Repeat::kNever;
  HttpRequest request{.method = std::move(call.method), .url = *std::move(url), .headers = {}, .body = std::move(call.body)};
  if (!request.body.empty()) request.AddHeader("Content-Type", call.content_type);
  const bool odata = target.api == HostApi::kOData;
  if (!token.empty()) Authorize(request, odata ? "FMID" : "Bearer", token);
  return std::make_unique<SingleRequestFlow>(std::move(request), odata ? ReadCall<HostApi::kOData> : ReadCall<HostApi::kData>, repeat,
                                             random);
}

Result<std::unique_ptr<Flow>> CloseHostSession(const HostTarget& target, SecretBytes token, RandomSource& random) {
  if (token.empty()) return Fail(ErrorCode::kSessionTokenRequired, "token");
  if (!IsTokenText(token.RevealText())) return Fail(ErrorCode::kTokenMalformed, "token");
  HttpRequest request{
      .method = "DELETE", .url = filemaker::SessionsUrl(target) + "/" + PercentEncode(token.RevealText()), .headers = {}, .body = {}};
  Authorize(request, "Bearer", token);  // not required by the documentation, sent by @proofkit/fmdapi
  return std::make_unique<SingleRequestFlow>(std::move(request), ReadClosed, Repeat::kAfterPassingFault, random);
}

}  // namespace fmid
