// FileMaker's errors: messages[0].code of the Data API, or a web server's page where the Data API did not answer itself.
#pragma once

#include <string_view>

#include "fmid/http.h"
#include "fmid/result.h"
#include "json/document.h"

namespace fmid::data_api {

// The answer's JSON, kept to the depth of its messages and of response's own members (records stay text), where messages[0].code is
// "0"; an Error for everything else, an HTTP 200 with another code included.
[[nodiscard]] Result<json::Document> ReadReply(const HttpResponse& response);

[[nodiscard]] ErrorCode CodeFor(std::string_view filemaker_code);

}  // namespace fmid::data_api
