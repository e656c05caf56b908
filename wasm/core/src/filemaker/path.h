// Paths of calls as developers write them.
#pragma once

#include <string>
#include <string_view>

#include "fmid/filemaker.h"
#include "fmid/result.h"

namespace fmid::filemaker {

// The whole address of a call. See HostCall for what `path` may be; anything that could leave the API's or the database's own
// part of the host ("..", "//", a backslash, "%2e%2e", a fragment, control characters) is kPathInvalid.
[[nodiscard]] Result<std::string> UrlOf(const HostTarget& target, std::string_view path);

// …/databases/{database}/sessions, or the Admin API's …/user/auth
[[nodiscard]] std::string SessionsUrl(const HostTarget& target);

}  // namespace fmid::filemaker
