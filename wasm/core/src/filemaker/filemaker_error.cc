#include "filemaker/filemaker_error.h"

#include <algorithm>
#include <string>

#include "bytes/text.h"
#include "flow/transport_error.h"

namespace fmid::filemaker {
namespace {

// {"response": {…}, "messages": [{"code": …}]}: root, messages, its object. OData: {"error": {"code": …}}.
constexpr int kKeepDepth = 3;

struct Mapping {
  std::string_view filemaker_code;
  ErrorCode code;
};

// help.claris.com, Data API Guide, "Error responses", and FileMaker error codes.
constexpr Mapping kMappings[] = {
    {"9", ErrorCode::kFmPrivileges},        {"10", ErrorCode::kFmDataMissing},       {"100", ErrorCode::kFmFileMissing},
    {"101", ErrorCode::kFmRecordMissing},   {"102", ErrorCode::kFmFieldMissing},     {"104", ErrorCode::kFmScriptMissing},
    {"105", ErrorCode::kFmLayoutMissing},   {"210", ErrorCode::kFmAccountInactive},  {"211", ErrorCode::kFmPasswordExpired},
    {"212", ErrorCode::kFmAccountRefused},  {"214", ErrorCode::kFmTooManyAttempts},  {"219", ErrorCode::kFmTeamRefused},
    {"401", ErrorCode::kFmNoRecords},       {"802", ErrorCode::kFmFileUnavailable},  {"952", ErrorCode::kFmSessionExpired},
    {"953", ErrorCode::kFmLimitExceeded},   {"956", ErrorCode::kFmAdminSessions},    {"1627", ErrorCode::kFmUnauthorized},
};

// The web server in front of the Data API answered, or nothing behind it: what its status says.
ErrorCode CodeForPage(int status) {
  if (status == 401 || status == 403) return ErrorCode::kFmUnauthorized;
  if (status == 404) return ErrorCode::kFmNotFound;
  if (status >= 500) return ErrorCode::kFmUnavailable;
  return ErrorCode::kResponseNotJson;
}

// A whole number of at most five digits, as all of FileMaker's are; -1 is its "unknown error".
bool IsCode(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.size() <= 5 && std::all_of(text.begin(), text.end(), IsDigit);
}

}  // namespace

ErrorCode CodeFor(std::string_view filemaker_code) {
  const auto found = std::find_if(std::begin(kMappings), std::end(kMappings),
                                  [&](const Mapping& mapping) { return mapping.filemaker_code == filemaker_code; });
  return found == std::end(kMappings) ? ErrorCode::kFmError : found->code;
}

Result<json::Document> ReadReply(const HttpResponse& response, HostApi api) {
  if (auto failure = TransportError(response, kMaxHostReply)) return Fail(*std::move(failure));
  const bool accepted = response.status >= 200 && response.status < 300;
  Error error = ErrorOf(ErrorCode::kFmError, response);
  // OData says by its status alone that all is well, and a change is answered with nothing (204).
  if (api == HostApi::kOData && accepted) return json::Document();

  Result<json::Document> document = json::Document::Parse(response.body.RevealText(), kKeepDepth);
  if (!document) {
    error.code = accepted ? document.error().code : CodeForPage(response.status);
    error.detail = document.error().detail;
    return Fail(std::move(error));
  }
  const json::Value root = document->Root();
  if (const json::Value relay = root["relay"]; !accepted && relay.IsObject()) {
    error.code = response.status >= 500 ? ErrorCode::kRelayUnreachable : ErrorCode::kRelayRefused;
    error.service_message = Redact(relay["message"].TextOrEmpty());
    return Fail(std::move(error));
  }
  const auto messages = root["messages"].Children();
  const json::Value message = api == HostApi::kOData ? root["error"] : messages.empty() ? json::Value() : messages.front();
  // Documented as text; a number is read all the same.
  std::string code(message["code"].TextOrEmpty());
  if (const auto number = message["code"].Integer()) code = Decimal(*number);
  if (!IsCode(code)) {
    error.code = accepted ? ErrorCode::kResponseMalformed : CodeForPage(response.status);
    error.detail = "messages[0].code";
    return Fail(std::move(error));
  }
  if (code == "0" && accepted) return document;

  error.code = code == "0" ? CodeForPage(response.status) : CodeFor(code);
  error.filemaker_code = std::move(code);
  error.service_message = Redact(message["message"].TextOrEmpty());
  return Fail(std::move(error));
}

}  // namespace fmid::filemaker
