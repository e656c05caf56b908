// Cognito's errors. They are told apart by exception name, never by HTTP status (nearly all are 400), and NotAuthorizedException by
// its message, which is the only place where it says what happened.
#pragma once

#include "fmid/http.h"
#include "fmid/result.h"
#include "json/document.h"

namespace fmid::cognito {

// The answer's JSON where the service said yes, an Error for everything else: no answer, an error name, a body that is no JSON object.
[[nodiscard]] Result<json::Document> ReadReply(const HttpResponse& response);

// As ReadReply's errors for an answer whose name and message are known. For tests of the table.
[[nodiscard]] ErrorCode CodeFor(std::string_view exception, std::string_view message, int http_status);

}  // namespace fmid::cognito
