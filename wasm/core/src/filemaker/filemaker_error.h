// FileMaker's errors: messages[0].code of the Data API and the Admin API, error.code of OData, or a web server's page where none of them
// answered itself.
#pragma once

#include <string_view>

#include "fmid/filemaker.h"
#include "fmid/http.h"
#include "fmid/result.h"
#include "json/document.h"

namespace fmid::filemaker {

// The answer's JSON, kept to the depth of its messages and of response's own members (records stay text), where messages[0].code is
// "0"; an Error for everything else, an HTTP 200 with another code included. Of OData only errors are read; its answers are not looked at.
[[nodiscard]] Result<json::Document> ReadReply(const HttpResponse& response, HostApi api);

[[nodiscard]] ErrorCode CodeFor(std::string_view filemaker_code);

}  // namespace fmid::filemaker
