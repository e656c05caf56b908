// Paths of Data API calls as developers write them.
#pragma once

#include <string>
#include <string_view>

#include "fmid/data_api.h"
#include "fmid/result.h"

namespace fmid::data_api {

// The whole address of a call. See CallDataApi for what `path` may be; anything that could leave the version's or the database's own
// part of the host ("..", "//", a backslash, "%2e%2e", a fragment, control characters) is kPathInvalid.
[[nodiscard]] Result<std::string> UrlOf(const DataApiTarget& target, std::string_view path);

// …/databases/{database}/sessions
[[nodiscard]] std::string SessionsUrl(const DataApiTarget& target);

}  // namespace fmid::data_api
